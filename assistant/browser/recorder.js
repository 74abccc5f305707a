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
    tell(JSON.stringify({ kind, element: describe(el), row: rowOf(el), frame: frameOf(), title: document.title, ...more }));
  };

  const frameOf = () => (window === window.top ? "" : window.name || location.pathname);

  // --- rows ---

  const KEYS = ["h1,h2,h3,h4,h5,h6,[role=heading]", "th", "[role=rowheader]", "td:first-child", "td:nth-child(2)", "td:nth-child(3)", "strong,b", "a", "label", "span", "p"];
  const isHead = (row) => row.localName === "tr" && !row.querySelector("td");
  const shapeOf = (el) => `${el.localName}/${el.getAttribute("role") || ""}/${[...el.children].map((child) => child.localName).slice(0, 3).join(",")}`;

  // The list an element stands in: its rows, or null. The nearest one with at least two rows that can be told apart.
  const rowOf = (el) => {
    for (let row = el.parentElement, depth = 0; row && row !== document.body && depth < 8; row = row.parentElement, depth++) {
      const parent = row.parentElement;
      if (!parent || row.localName === "option" || row.localName === "label" || row.localName === "fieldset") continue;
      const rows = [...parent.children].filter((one) => one.localName === row.localName && !isHead(one) && (row.localName === "tr" || row.localName === "li" || shapeOf(one) === shapeOf(row)));
      if (rows.length < 2 || !rows.includes(row)) continue;
      if (!/^(tr|li|article|section|a|div|dd)$/.test(row.localName) && !row.matches("[role=row],[role=listitem]")) continue;
      const each = selectorOf(parent, row, rows);
      const key = each && keyOf(rows, el);
      if (!key) continue;
      const cells = [...row.children].map((cell) => symbiote.textOf(cell)).filter(Boolean).slice(0, 20);
      return { each, field: key.css, text: key.text(row), number: rows.indexOf(row) + 1, count: rows.length, cells };
    }
    return null;
  };

  // What tells every row from the others: the first kind of part whose texts are all there and all different.
  const keyOf = (rows, el) => {
    for (const list of KEYS) {
      for (const css of list.split(",")) {
        const texts = rows.map((row) => symbiote.textOf(row.querySelector(css) || document.createElement("i")));
        if (texts.every((text) => text && text.length <= 120) && new Set(texts).size === texts.length) return { css, text: (row) => symbiote.textOf(row.querySelector(css)) };
      }
    }
    const whole = rows.map((row) => symbiote.textOf(row));
    const fits = whole.every((text) => text && text.length <= 120) && new Set(whole).size === whole.length && rows.every((row) => row.children.length <= 1);
    return fits ? { css: "", text: (row) => symbiote.textOf(row) } : null;
  };

  // A selector that gives exactly these rows, the plainest first; names of classes only where nothing else does.
  const selectorOf = (parent, row, rows) => {
    const tag = row.localName, head = tag === "tr" ? "tr:has(td)" : tag;
    const same = (css) => { const found = [...document.querySelectorAll(css)]; return found.length === rows.length && rows.every((one, place) => found[place] === one); };
    const tries = [];
    const place = (el) => (el.id && !/\d{3,}/.test(el.id) ? `#${CSS.escape(el.id)}` : el.localName);
    const role = row.getAttribute("role");
    if (role) tries.push(`[role=${role}]`);
    tries.push(`${place(parent)} > ${head}`);
    for (let up = parent.parentElement, path = `${parent.localName} > ${head}`; up && up !== document.documentElement; up = up.parentElement) {
      tries.push(`${place(up)} > ${path}`);
      path = `${up.localName} > ${path}`;
    }
    for (const name of row.classList) tries.push(`${tag}.${CSS.escape(name)}`);
    return tries.find((css) => css.length <= 300 && same(css)) || "";
  };

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
