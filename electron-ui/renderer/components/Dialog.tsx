/** A native modal dialog: Escape and a click beside it close it, the focus goes back to where it was. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "../app/context";
import { Icon } from "./Icon";
import { Toasts } from "./Toasts";

export interface DialogProps {
  label: string;
  kind: "palette" | "sheet" | "drawer" | "page";
  close(): void;
  children: ComponentChildren;
}

export function Dialog({ label, kind, close, children }: DialogProps) {
  const { t } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the next key arrives: what is typed right after the dialog was asked for belongs into it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${kind}`}
      aria-label={label}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      {kind !== "palette" && (
        <header class="dialog-head">
          <h2 ref={heading} tabIndex={-1}>{label}</h2>
          <button type="button" class="plain" aria-label={t("close")} onClick={close}><Icon name="close" /></button>
        </header>
      )}
      {children}
      <Toasts />
    </dialog>
  );
}
