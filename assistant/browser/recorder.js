// Tells what the owner does on a page. Runs in a world of its own: the page sees none of it, cannot call it, and what the page
// dispatches itself is not trusted and not told. What is typed into a secret field never leaves this file.
(() => {
  if (globalThis.__symbioteRecords) return;
  globalThis.__symbioteRecords = true;
  const tell = (text) => globalThis.__symbioteShown?.(text); // there only while something is being recorded

  const PAUSE = 400; // ms without a key after which typing is told, for the owner to see it
  const LONGEST = 4000; // characters of one typed text
  const CONTROLS = "a[href],button,input,select,textarea,summary,option,label,[onclick],[contenteditable=''],[contenteditable=true]," +
    "[role=button],[role=link],[role=tab],[role=menuitem],[role=menuitemcheckbox],[role=menuitemradio],[role=option],[role=checkbox]," +
    "[role=radio],[role=switch],[role=combobox],[role=treeitem],[role=gridcell][tabindex]";
  const TYPED = new Set(["text", "search", "email", "url", "tel", "number", "date", "time", "datetime-local", "month", "week", "color", "range", ""]);
  const secretsSeen = new WeakMap(); // a field that was a password once stays one, also when the page shows its letters
  const typing = new Map(); // field -> timer

  const isText = (el) => (el instanceof HTMLInputElement && (TYPED.has(el.type) || el.type === "password")) || el instanceof HTMLTextAreaElement || el.isContentEditable;

  const hints = (el) => [el.name, el.id, el.autocomplete, el.placeholder, el.getAttribute("aria-label"), labelOf(el)].filter((part) => typeof part === "string").join(" ").toLowerCase();

  const labelOf = (el) => {
    const by = (el.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => id && el.ownerDocument.getElementById(id)).filter(Boolean);
    if (by.length) return by.map((one) => one.textContent).join(" ");
    return el.labels && el.labels.length ? el.labels[0].textContent : "";
  };

  const luhn = (digits) => {
    let sum = 0;
    for (let i = 0; i < digits.length; i++) {
      let digit = Number(digits[digits.length - 1 - i]);
      if (i % 2) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
    return sum % 10 === 0;
  };

  const isCard = (text) => {
    const digits = text.replace(/[\s-]/g, "");
    return /^\d{13,19}$/.test(digits) && luhn(digits);
  };

  // "password", "code", "card" or "" for a field anybody may read.
  const secretOf = (el) => {
    if (secretsSeen.has(el)) return secretsSeen.get(el);
    const found = el.type === "password" ? "password" : secretByName(el);
    if (found) secretsSeen.set(el, found);
    return found;
  };

  const secretByName = (el) => {
    const auto = (el.autocomplete || "").toLowerCase();
    const said = hints(el);
    if (/one-time-code/.test(auto) || (el.maxLength === 1 && /numeric|tel/.test(el.inputMode + el.type))) return "code";
    if (/\bcc-/.test(auto) || /card.?num|номер.{0,6}карт|cvv|cvc|csc|кредитн/.test(said)) return "card";
    if (/(current|new)-password/.test(auto) || /passw|парол|passphrase|секретн|\bpin\b|пин-?код/.test(said)) return "password";
    if (/\botp\b|one.?time|sms.?code|код из смс|код подтвержд|verification.?code|2fa|totp|одноразов/.test(said)) return "code";
    return "";
  };

  const watchPasswords = () => {
    for (const el of document.querySelectorAll("input[type=password]")) secretsSeen.set(el, "password");
  };

  const describe = (el) => {
    const kept = symbiote.describe(el);
    return isText(el) ? { ...kept, text: "" } : kept; // what is typed is no part of what a field is
  };

  const send = (kind, el, more = {}) => {
    tell(JSON.stringify({ kind, element: describe(el), row: rows.of(el), frame: frameOf(), title: document.title, ...more }));
  };

  const frameOf = () => (window === window.top ? "" : window.name || location.pathname);

  // --- typing ---

  const valueOf = (el) => (el.isContentEditable ? el.innerText : el.value).slice(0, LONGEST);

  const tellTyped = (el) => {
    clearTimeout(typing.get(el));
    typing.delete(el);
    const value = valueOf(el);
    const secret = secretOf(el) || (isCard(value) ? "card" : "");
    send("fill", el, secret ? { secret, value: "" } : { value });
  };

  const tellAllTyped = () => { for (const el of [...typing.keys()]) tellTyped(el); };

  const editable = (el) => (el && el.isContentEditable ? el.closest("[contenteditable]:not([contenteditable=false])") || el : el);

  addEventListener("input", (event) => {
    const el = editable(event.composedPath()[0]);
    if (!event.isTrusted || !(el instanceof Element)) return;
    watchPasswords();
    if (!isText(el)) return;
    clearTimeout(typing.get(el));
    typing.set(el, setTimeout(() => tellTyped(el), PAUSE));
  }, true);

  addEventListener("focusin", watchPasswords, true);

  addEventListener("change", (event) => {
    const el = event.composedPath()[0];
    if (!event.isTrusted) return;
    if (el instanceof HTMLSelectElement) {
      send("select", el, { options: [...el.selectedOptions].map((option) => option.label.trim()) });
    } else if (el instanceof HTMLInputElement && (el.type === "checkbox" || el.type === "radio")) {
      send("check", el, { checked: el.checked });
    } else if (el instanceof HTMLInputElement && el.type === "file") {
      // A field that is hidden is reached through what was pressed for it.
      send("upload", symbiote.isSeen(el) ? el : pressed || el, { files: [...el.files].map((file) => file.name.slice(0, 300)).slice(0, 20) });
    } else if (el instanceof Element && typing.has(el)) {
      tellTyped(el);
    }
  }, true);

  // --- pressing ---

  let enterAt = 0;
  let pressed = null;

  addEventListener("keydown", (event) => {
    const el = event.composedPath()[0];
    if (!event.isTrusted || event.isComposing || !(el instanceof Element)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || (event.key !== "Enter" && event.key !== "Escape")) return;
    if (event.key === "Enter" && (event.shiftKey || el instanceof HTMLTextAreaElement || el.isContentEditable)) return;
    if (!isText(el) || (event.key === "Escape" && !typing.has(el))) return;
    tellAllTyped();
    if (event.key === "Enter") enterAt = event.timeStamp;
    send("press", el, { key: event.key });
  }, true);

  // What was really meant: the nearest thing that can be acted on, also across shadow roots.
  const meant = (event) => {
    for (const el of event.composedPath()) {
      if (!(el instanceof Element)) continue;
      if (el.matches(CONTROLS)) return el;
    }
    const el = event.composedPath()[0];
    return el instanceof Element && getComputedStyle(el).cursor === "pointer" ? outermostPointer(el) : null;
  };

  const outermostPointer = (el) => {
    let best = el;
    while (best.parentElement && best.parentElement !== document.body && getComputedStyle(best.parentElement).cursor === "pointer") best = best.parentElement;
    return best;
  };

  const isOwnControl = (el) => el instanceof HTMLOptionElement || el instanceof HTMLSelectElement ||
    (el instanceof HTMLInputElement && ["checkbox", "radio", "file", "color", "range"].includes(el.type)) || isText(el);

  addEventListener("click", (event) => {
    if (!event.isTrusted || event.detail > 1) return;
    const el = meant(event);
    pressed = el;
    if (!el) { tellIfSomethingHappens(event); return; }
    if (el instanceof HTMLLabelElement && el.control) return; // the control tells it
    if (isOwnControl(el)) return;
    // Enter in a field presses the form's button; that was told as Enter.
    if (event.detail === 0 && event.timeStamp - enterAt < 200) return;
    tellAllTyped();
    send("click", el);
  }, true);

  // A click on what looks like nothing counts only when the page answers it.
  const tellIfSomethingHappens = (event) => {
    const el = event.composedPath()[0];
    if (!(el instanceof Element) || el === document.body || el === document.documentElement || typing.size) return;
    const watch = new MutationObserver(() => { watch.disconnect(); clearTimeout(end); send("click", el, { unsure: true }); });
    const end = setTimeout(() => watch.disconnect(), 300);
    watch.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
  };

  addEventListener("focusout", () => tellAllTyped(), true);
  addEventListener("pagehide", () => tellAllTyped(), true);
})();
