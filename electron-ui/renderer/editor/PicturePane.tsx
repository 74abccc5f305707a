/** The picture of the flow as it is in the editor; a step chosen in it is opened in the form. */

import { useApp } from "../app/context";
import { FlowPicture } from "../picture/FlowPicture";
import { stepsOf } from "../picture/RunPicture";
import { useEditing } from "./context";
import type { Form } from "./document";
import { useTitle } from "./EditorHead";
import { placeOfRun } from "./runpaths";

export function PicturePane({ form }: { form: Form }) {
  const { t } = useApp();
  const { session } = useEditing();
  const title = useTitle() || session.name;
  const steps = stepsOf(form);
  const show = (path: string) => {
    const place = placeOfRun(form, path.replace(/\[\*\]/g, "[0]"), session.kinds.value);
    if (place) session.show(place);
  };
  return steps?.length ? <FlowPicture title={title} steps={steps} choose={show} /> : <p class="aside">{t("pictureNothing")}</p>;
}
