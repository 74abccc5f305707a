/** What kinds of places text from outside comes from are called. */

import type { Source } from "../../shared/protocol";
import type { TextKey } from "../../shared/texts";

export const sourceWords: { readonly [K in Source["kind"]]: TextKey } = {
  mail: "source_mail", page: "source_page", file: "source_file", http: "source_http", message: "source_message", calendar: "source_calendar",
};
