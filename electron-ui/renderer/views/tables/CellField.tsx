/** A cell being edited: a field that fits the type of its column. Enter or leaving it keeps, Escape gives up. */

import { useLayoutEffect, useRef } from "preact/hooks";
import type { Column } from "../../../shared/protocol";
import { useApp } from "../../app/context";

export interface CellFieldProps {
  column: Column;
  value: unknown;
  text: string;
  label: string;
  keep: (text: string) => void;
  leave: () => void;
}

export function CellField({ column, value, text, label, keep, leave }: CellFieldProps) {
  const { t } = useApp();
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const left = useRef(false);
  useLayoutEffect(() => field.current?.focus(), []);
  const once = (action: () => void) => {
    if (left.current) return;
    left.current = true;
    action();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") once(leave);
    else if (event.key === "Enter") once(() => keep(field.current?.value ?? ""));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shared = { ref: field, "aria-label": label, onKeyDown: keys, onBlur: () => once(() => keep(field.current?.value ?? "")) };
  const options = column.type === "yes_no" ? [t("yes"), t("no")] : column.type === "choice" ? [...column.choices] : null;
  if (options) {
    return (
      <select {...shared} value={text}>
        <option value="">—</option>
        {options.map((option) => <option key={option} value={option}>{option}</option>)}
      </select>
    );
  }
  if (column.type === "date") return <input {...shared} type="date" value={typeof value === "string" ? value : ""} />;
  return <input {...shared} type="text" value={text} />;
}
