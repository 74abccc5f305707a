// What is read from a page. Needs `symbiote` of element.js.
const reading = (() => {
  const { clean, plain, textOf, isSeen, select, valueOf } = symbiote;

  function part(element, how) {
    const at = how.lastIndexOf("@");
    const css = at < 0 ? how : how.slice(0, at), attribute = at < 0 ? "" : how.slice(at + 1);
    const found = css.trim() ? element.querySelector(css) : element;
    if (!found) return null;
    if (attribute === "href" || attribute === "src") return found[attribute] || null;
    if (attribute === "value") return valueOf(found);
    if (attribute) return found.getAttribute(attribute);
    return textOf(found, 10000) || (typeof valueOf(found) === "string" ? valueOf(found) : "");
  }

  const whole = (element, fields) => Object.fromEntries(Object.entries(fields).map(([name, how]) => [name, part(element, how)]));

  function read(element, want) {
    const root = element || document.body;
    if (want.each) {
      const rows = select(root, want.each).filter(isSeen).slice(0, want.limit);
      return rows.map((row) => Object.keys(want.fields).length ? whole(row, want.fields) : textOf(row, 10000));
    }
    if (Object.keys(want.fields).length) return whole(root, want.fields);
    if (element && typeof valueOf(element) === "string" && element.localName !== "select" && "value" in element) return valueOf(element);
    return textOf(root, 200000);
  }

  function grid(table) {
    const rows = [...table.querySelectorAll("tr,[role=row]")].filter((row) => row.closest("table,[role=table],[role=grid]") === table && row.checkVisibility());
    const cells = [];
    rows.forEach((row, y) => {
      cells[y] ||= [];
      let x = 0;
      const own = row.localName === "tr" ? [...row.cells] : [...row.querySelectorAll("[role=cell],[role=gridcell],[role=columnheader],[role=rowheader]")];
      for (const cell of own) {
        while (cells[y][x]) x += 1;
        const text = textOf(cell, 5000), link = cell.querySelector("a[href]")?.href || "";
        const isHead = cell.localName === "th" && cell.scope !== "row" || cell.getAttribute("role") === "columnheader";
        for (let down = 0; down < Math.min(cell.rowSpan || 1, 500); down += 1) {
          for (let over = 0; over < Math.min(cell.colSpan || 1, 100); over += 1) (cells[y + down] ||= [])[x + over] = { text, link, isHead };
        }
        x += Math.min(cell.colSpan || 1, 100);
      }
    });
    return cells.filter((row) => row?.length);
  }

  function table(element, limit) {
    const tables = element ? [element.matches("table,[role=table],[role=grid]") ? element : element.querySelector("table,[role=table],[role=grid]") || element.closest("table,[role=table],[role=grid]")]
      : select(document, "table,[role=table],[role=grid]").filter(isSeen);
    if (!tables.length || !tables[0]) return null;
    const cells = tables.map(grid).sort((one, other) => other.length * (other[0]?.length || 0) - one.length * (one[0]?.length || 0))[0];
    const heads = [];
    while (cells.length > heads.length && cells[heads.length].every((cell) => !cell || cell.isHead)) heads.push(cells[heads.length]);
    const width = Math.max(0, ...cells.map((row) => row.length));
    const names = [];
    for (let x = 0; x < width; x += 1) {
      const said = [...new Set(heads.map((row) => row[x]?.text).filter(Boolean))].join(" ") || String(x + 1);
      names.push(names.includes(said) ? `${said} (${x + 1})` : said);
    }
    const rows = cells.slice(heads.length).slice(0, limit).map((row) => Object.fromEntries(names.map((name, x) => [name, row[x]?.text ?? ""])));
    const links = cells.slice(heads.length).slice(0, limit).map((row) => row.map((cell) => cell?.link || "").find(Boolean) || "");
    if (links.some(Boolean)) rows.forEach((row, y) => { if (!("link" in row)) row.link = links[y]; });
    return rows;
  }

  // What of an expectation holds here: a word for each thing asked.
  function check(want) {
    const seen = {};
    if (want.url_contains) seen.url_contains = location.href.includes(want.url_contains);
    const text = want.text || want.gone ? plain(textOf(document.body, 500000)) : "";
    const one = want.selector ? select(document, want.selector).find(isSeen) : null;
    if (want.selector) seen.selector = !!one;
    if (want.text) seen.text = one ? plain(textOf(one, 100000)).includes(plain(want.text)) || text.includes(plain(want.text)) && !want.selector : text.includes(plain(want.text));
    if (want.value !== null && want.value !== undefined) {
      const value = one ? valueOf(one) : null;
      seen.value = clean(String(value ?? "")) === clean(want.value);
      seen.is = one && one.type === "password" ? "•••" : value;
    }
    if (want.gone) seen.gone = !text.includes(plain(want.gone));
    return seen;
  }

  return { read, table, check };
})();
