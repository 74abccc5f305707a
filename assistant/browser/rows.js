// The row of a list or table that an element stands in, and what reads all rows of it. Needs `symbiote`.
const rows = (() => {
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

  return { of: rowOf };
})();
