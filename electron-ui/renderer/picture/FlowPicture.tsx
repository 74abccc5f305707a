/** A flow as a picture: steps, branches and loops, with how far a run is in them. */

import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Run } from "../../shared/state";
import { useApp } from "../app/context";
import { stateWord } from "../components/StateMark";
import { useKindTitles } from "../app/kind-titles";
import { fitted, LETTER } from "./fit";
import { type Box, type Frame, type Line, pictureOf, type StepForm, titleOf, TOLD } from "./layout";
import { type PlaceState, placesOf } from "./live";
import { savedSvg } from "./save";

export interface FlowPictureProps {
  title: string;
  steps: readonly StepForm[];
  run?: Run;
  /** Called with the path of a step that was chosen. */
  choose?(path: string): void;
}

export function FlowPicture({ title, steps, run, choose }: FlowPictureProps) {
  const { t, language } = useApp();
  const drawing = useRef<SVGSVGElement>(null);
  const picture = useMemo(
    () =>
      pictureOf(steps, {
        start: t("pictureStart"),
        end: t("pictureEnd"),
        yes: t("pictureYes"),
        no: t("pictureNo"),
        nothing: t("pictureNothing"),
        loop: (item, over) => t("pictureLoop", { item, over }),
        again: (condition) => t("pictureAgain", { condition }),
        either: (condition) => t("pictureEither", { condition }),
        together: t("pictureTogether"),
        onlyIf: (condition) => t("pictureOnlyIf", { condition }),
      }),
    [steps, language.value],
  );
  const kindTitle = useKindTitles();
  const scroller = useRef<HTMLDivElement>(null);
  // A picture wider than its place begins in its middle, where its start stands.
  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollLeft = (scroller.current.scrollWidth - scroller.current.clientWidth) / 2;
  }, [picture.width]);
  const places = run ? placesOf(run) : new Map<string, PlaceState>();
  return (
    <figure class="picture">
      <figcaption class="picture-head">
        <span>{title}</span>
        <button type="button" onClick={() => drawing.current && savedSvg(drawing.current, title)}>{t("pictureSave")}</button>
      </figcaption>
      <div ref={scroller} class="picture-scroll" tabIndex={0} role="group" aria-label={t("pictureOf", { title })}>
        <svg
          ref={drawing}
          xmlns="http://www.w3.org/2000/svg"
          width={picture.width}
          height={picture.height}
          viewBox={`0 0 ${picture.width} ${picture.height}`}
          role={choose ? "group" : "img"}
          aria-label={t("pictureOf", { title })}
        >
          <defs>
            <marker id="picture-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0 8 4 0 8z" class="picture-tip" />
            </marker>
          </defs>
          {picture.frames.map((frame) => <FrameShape key={frame.path} frame={frame} place={places.get(frame.path)} />)}
          {picture.lines.map((line, index) => <LineShape key={index} line={line} />)}
          {picture.boxes.map((box, index) => <BoxShape key={box.path || index} box={box} kind={box.kind && kindTitle(box.kind)} place={places.get(box.path)} choose={choose} />)}
        </svg>
      </div>
    </figure>
  );
}

function LineShape({ line }: { line: Line }) {
  const middle = (line.y1 + line.y2) / 2;
  const fromRight = line.x1 > line.x2;
  const straight = line.x1 === line.x2;
  const d = straight
    ? `M${line.x1} ${line.y1}V${line.y2}`
    : `M${line.x1} ${line.y1}C${line.x1} ${middle} ${line.x2} ${middle} ${line.x2} ${line.y2}`;
  return (
    <g>
      <path d={d} class="picture-line" marker-end="url(#picture-arrow)" />
      {line.label && <text x={line.x2 + (fromRight ? -8 : 8)} y={line.y2 - 6} text-anchor={fromRight ? "end" : "start"} class="picture-label">{line.label}</text>}
    </g>
  );
}

function FrameShape({ frame, place }: { frame: Frame; place: PlaceState | undefined }) {
  const { t } = useApp();
  const told = place?.progress
    ? place.progress.total === null
      ? t("loopProgressOpen", { done: place.progress.done })
      : t("loopProgress", { done: place.progress.done, total: place.progress.total })
    : "";
  return (
    <g class="picture-frame" data-state={place?.state ?? "none"}>
      <rect x={frame.x} y={frame.y} width={frame.width} height={frame.height} rx={12} />
      <title>{titleOf(frame)}</title>
      <text x={frame.x + 16} y={frame.y + 24} class="picture-title">{fitted(titleOf(frame), frame.width - 32 - (frame.back ? TOLD : 0), LETTER.title)}</text>
      {told && <text x={frame.x + frame.width - 16} y={frame.y + 24} text-anchor="end" class="picture-label">{told}</text>}
      {frame.back && (
        <path
          class="picture-back"
          d={`M${frame.x + frame.width} ${frame.y + frame.height - 28}h10v${56 - frame.height}h-8`}
          marker-end="url(#picture-arrow)"
        />
      )}
    </g>
  );
}

function BoxShape({ box, kind, place, choose }: { box: Box; kind: string; place: PlaceState | undefined; choose: ((path: string) => void) | undefined }) {
  const { t } = useApp();
  const state = place?.state;
  const times = place && place.times > 1 ? `×${place.times}` : "";
  const can = choose && box.path;
  const said = [kind, box.name, box.detail, state ? t(stateWord(state)) : ""].filter(Boolean).join(", ");
  return (
    <g class="picture-box" data-shape={box.shape} data-state={state ?? "none"}>
      <title>{said}</title>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={box.shape === "step" ? 8 : 14} />
      <text x={box.x + (box.shape === "step" ? 12 : box.width / 2)} y={box.y + (box.detail ? 20 : box.height / 2 + 5)} text-anchor={box.shape === "step" ? "start" : "middle"}>
        {box.shape === "step" ? fitted(box.name ? `${kind} → ${box.name}` : kind, box.width - (times ? 60 : 24), LETTER.step) : box.name}
      </text>
      {box.detail && <text x={box.x + 12} y={box.y + 37} class="picture-label">{fitted(box.detail, box.width - 24, LETTER.detail)}</text>}
      {times && <text x={box.x + box.width - 10} y={box.y + 20} text-anchor="end" class="picture-label">{times}</text>}
      {can && (
        <rect
          class="picture-choice" x={box.x} y={box.y} width={box.width} height={box.height} rx={8} role="button" tabindex={0} aria-label={said}
          onClick={() => choose(box.path)}
          onKeyDown={(event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), choose(box.path))}
        />
      )}
    </g>
  );
}
