/** What starts a command by itself, in the owner's words. */

import type { Start } from "../../shared/state";
import type { App } from "../app/app";

type What = Pick<Start, "kind" | "spec">;

/** Such as “every weekday at nine” or “after “Morning””. */
export function whatStarts({ t }: Pick<App, "t">, { kind, spec }: What): string {
  switch (kind) {
    case "every":
      return spec;
    case "cron":
      return t("startCron", { spec });
    case "start":
      return t("startStart");
    case "file":
      return t("startFile", { spec });
    case "webhook":
      return t("startWebhook", { spec });
    case "after":
      return t("startAfter", { spec });
  }
}
