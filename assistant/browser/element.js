// How an element is described, found again and weighed. One expression's worth of functions; `element.py` wraps them.
const symbiote = (() => {
  const clean = (text) => (text || "").replace(/[\s\u00a0]+/g, " ").trim();
  const plain = (text) => clean(text).toLowerCase().replace(/ё/g, "е");

  // --- walking ---

  function* roots(root) {
    yield root;
    for (const each of root.querySelectorAll("*")) if (each.shadowRoot) yield* roots(each.shadowRoot);
  }

  function select(root, css) {
    const found = [];
    for (const one of roots(root)) found.push(...one.querySelectorAll(css));
    return found;
  }

  const up = (element) => element.parentElement || (element.getRootNode() instanceof ShadowRoot ? element.getRootNode().host : null);

  function isSeen(element) {
    if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 || [...element.children].some(isSeen);
  }

  // --- role and name, as a screen reader has them ---

  const INPUTS = { button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
    range: "slider", number: "spinbutton", search: "searchbox" };
  const TAGS = { a: "link", area: "link", button: "button", select: "combobox", textarea: "textbox", option: "option", summary: "button",
    h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading", img: "img", table: "table", tr: "row",
    td: "cell", th: "columnheader", li: "listitem", ul: "list", ol: "list", nav: "navigation", main: "main", dialog: "dialog",
    form: "form", article: "article", progress: "progressbar", p: "paragraph", details: "group", fieldset: "group" };

  function roleOf(element) {
    const said = clean(element.getAttribute("role")).split(" ")[0];
    if (said && said !== "presentation" && said !== "none") return said;
    const tag = element.localName;
    if (tag === "input") return element.type === "hidden" ? "" : INPUTS[element.type] || "textbox";
    if ((tag === "a" || tag === "area") && !element.hasAttribute("href")) return element.onclick ? "link" : "";
    if (tag === "select") return element.multiple || element.size > 1 ? "listbox" : "combobox";
    if (element.isContentEditable && !element.parentElement?.isContentEditable) return "textbox";
    return TAGS[tag] || "";
  }

  function textOf(node, most = 600) {
    let out = "";
    const visit = (each) => {
      if (out.length > most) return;
      if (each.nodeType === 3) { out += each.nodeValue; return; }
      if (each.nodeType !== 1) return;
      const tag = each.localName;
      if (tag === "script" || tag === "style" || tag === "template" || tag === "noscript") return;
      if (each !== node && (each.getAttribute("aria-hidden") === "true" || !each.checkVisibility())) return;
      if (tag === "img") { out += " " + (each.getAttribute("alt") || "") + " "; return; }
      if (tag === "br") { out += " "; return; }
      if (tag === "input" && (each.type === "submit" || each.type === "button")) { out += " " + each.value + " "; return; }
      if (tag === "select" || tag === "textarea") return;
      const apart = each !== node && !/^inline/.test(getComputedStyle(each).display);
      if (apart) out += " ";
      for (const child of each.shadowRoot ? each.shadowRoot.childNodes : tag === "slot" ? each.assignedNodes() : each.childNodes) visit(child);
      if (apart) out += " ";
    };
    visit(node);
    return clean(out.slice(0, most));
  }

  const FROM_CONTENT = new Set(["button", "link", "heading", "option", "menuitem", "menuitemcheckbox", "menuitemradio", "tab", "treeitem",
    "checkbox", "radio", "switch", "cell", "gridcell", "columnheader", "rowheader", "row", "listitem", "tooltip", "paragraph"]);

  function labelOf(element) {
    const by = clean(element.getAttribute("aria-labelledby"));
    if (by) {
      const texts = by.split(" ").map((id) => element.getRootNode().getElementById?.(id)).filter(Boolean).map((each) => textOf(each));
      if (clean(texts.join(" "))) return clean(texts.join(" "));
    }
    const said = clean(element.getAttribute("aria-label"));
    if (said) return said;
    if (element.labels?.length) return clean([...element.labels].map((label) => textOf(label)).join(" "));
    return "";
  }

  function nameOf(element, role = roleOf(element)) {
    const label = labelOf(element);
    if (label) return label;
    const tag = element.localName;
    if (tag === "input" && INPUTS[element.type] === "button") {
      return clean(element.value || element.alt || element.title || (element.type === "submit" ? "Submit" : ""));
    }
    if (tag === "img" || tag === "area") return clean(element.alt || element.title);
    if (tag === "fieldset") return clean(element.querySelector("legend")?.textContent);
    if (tag === "table") return clean(element.caption?.textContent || element.title);
    if (FROM_CONTENT.has(role)) {
      const text = textOf(element);
      if (text) return text;
    }
    return clean(element.getAttribute("title") || element.getAttribute("placeholder"));
  }

  // --- what stands around it ---

  const ROWS = "tr,li,article,[role=row],[role=listitem],[role=article],dd,figure,option";

  function containerOf(element) {
    const own = textOf(element).length;
    for (let each = up(element), depth = 0; each && depth < 7; each = up(each), depth += 1) {
      if (each.localName === "body" || each.localName === "form" && depth > 0 && !isRepeated(each)) return null;
      if ((each.matches(ROWS) || isRepeated(each)) && textOf(each).length > own) return each;
    }
    return null;
  }

  function isRepeated(element) {
    const parent = element.parentElement;
    if (!parent) return false;
    const shape = (each) => each.localName + "/" + [...each.children].map((child) => child.localName).join(",");
    const own = shape(element);
    return element.children.length > 0 && [...parent.children].filter((each) => shape(each) === own).length > 1;
  }

  function nearOf(element) {
    const box = containerOf(element);
    if (!box) return "";
    const key = box.querySelector("h1,h2,h3,h4,h5,h6,[role=heading],th,[scope=row],strong,b");
    const text = key && !key.contains(element) && !element.contains(key) ? textOf(key) : "";
    if (text) return text.slice(0, 120);
    const own = textOf(element);
    const all = [...box.children].length && box.localName === "tr"
      ? [...box.children].filter((cell) => !cell.contains(element)).map((cell) => textOf(cell)).join(" ")
      : textOf(box);
    return clean(own ? all.replace(own, " ") : all).slice(0, 120);
  }

  function headingOf(element) {
    for (let each = element, depth = 0; each && depth < 25; each = up(each), depth += 1) {
      if (each !== element && (each.localName === "fieldset" || each.localName === "dialog" || ["dialog", "region", "group", "form"].includes(each.getAttribute("role")))) {
        const name = nameOf(each) || labelOf(each);
        if (name) return name.slice(0, 120);
      }
      for (let before = each.previousElementSibling; before; before = before.previousElementSibling) {
        const heading = before.matches("h1,h2,h3,h4,h5,h6,[role=heading],legend") ? before : [...before.querySelectorAll("h1,h2,h3,h4,h5,h6,[role=heading]")].pop();
        if (heading) return textOf(heading).slice(0, 120);
      }
    }
    return "";
  }

  function pathOf(element) {
    const steps = [];
    for (let each = element; each && each.localName !== "body" && steps.length < 12; each = up(each)) {
      const same = each.parentElement ? [...each.parentElement.children].filter((one) => one.localName === each.localName) : [each];
      steps.unshift(same.length > 1 ? `${each.localName}:${same.indexOf(each) + 1}` : each.localName);
    }
    return steps.join(">");
  }

  const address = (href) => { try { const url = new URL(href, document.baseURI); return url.pathname + url.search; } catch { return ""; } };
  const testIdOf = (element) => ["data-testid", "data-test", "data-test-id", "data-qa", "data-cy"].map((name) => element.getAttribute(name)).find(Boolean) || "";

  const ACTIVE = "a[href],area[href],button,input,select,textarea,summary,option,label,[role],[onclick],[tabindex],[contenteditable],[draggable=true]";
  const WORKING = new Set(["button", "link", "textbox", "searchbox", "combobox", "listbox", "spinbutton", "slider", "checkbox", "radio", "switch",
    "option", "menuitem", "menuitemcheckbox", "menuitemradio", "tab", "treeitem", "gridcell"]);

  function describe(element) {
    const role = roleOf(element), name = nameOf(element, role).slice(0, 200);
    const same = role ? working(document, role).filter((each) => plain(nameOf(each, role)) === plain(name)) : [];
    return {
      role, name, label: labelOf(element).slice(0, 200), placeholder: clean(element.getAttribute("placeholder")).slice(0, 200),
      text: textOf(element).slice(0, 200), tag: element.localName, type: element.getAttribute("type") || "", id: element.id || "",
      test_id: testIdOf(element), field: element.getAttribute("name") || "", href: element.hasAttribute("href") ? address(element.getAttribute("href")) : "",
      classes: [...element.classList].slice(0, 8), near: nearOf(element), heading: headingOf(element), path: pathOf(element),
      alone: same.length <= 1,
    };
  }

  // --- likeness ---

  const TURNS = /^(un|dis|de|re|non|in|im|log|sign|не|от|раз|вы|без)/;
  const SMALL = new Set(["in", "out", "on", "off", "up", "down", "not", "no", "не", "без", "add", "remove", "вверх", "вниз", "да", "нет", "yes",
    "all", "все", "next", "previous", "prev", "back"]);

  const isTurned = (a, b) => {
    const bare = (word) => word.replace(TURNS, "");
    return a !== b && (bare(a) === b || bare(b) === a || (bare(a) === bare(b) && bare(a) !== a && bare(b) !== b && bare(a).length > 2));
  };

  // Whether some word has no likeness among the words of the other side: with "May" for "June" it is another thing.
  const isReplaced = (words, others, all) => words.some((word) => !others.some((other) => isKin(word, other)) && !all.join("").includes(word));
  const isKin = (a, b) => { let same = 0; while (same < Math.min(a.length, b.length) && a[same] === b[same]) same += 1; return same >= 4 || same >= 0.6 * Math.max(a.length, b.length); };

  function likeness(a, b) {
    a = plain(a); b = plain(b);
    if (a === b) return 1;
    if (!a || !b) return 0;
    const words = (text) => text.match(/[\p{L}\p{N}]+/gu) || [];
    const [left, right] = [words(a), words(b)];
    const onlyLeft = left.filter((word) => !right.includes(word)), onlyRight = right.filter((word) => !left.includes(word));
    if (!onlyLeft.length && !onlyRight.length) return 0.97;
    if ([...onlyLeft, ...onlyRight].some((word) => /\d/.test(word) || SMALL.has(word))) return 0;
    if (onlyLeft.some((one) => onlyRight.some((other) => isTurned(one, other)))) return 0;
    if (isReplaced(onlyLeft, onlyRight, right) && isReplaced(onlyRight, onlyLeft, left)) return 0;
    const pairs = (text) => { const out = []; for (let i = 0; i + 1 < text.length; i += 1) out.push(text.slice(i, i + 2)); return out; };
    const [p, q] = [pairs(left.join(" ")), pairs(right.join(" "))];
    const rest = [...q];
    let shared = 0;
    for (const pair of p) { const at = rest.indexOf(pair); if (at >= 0) { shared += 1; rest.splice(at, 1); } }
    const dice = p.length + q.length ? (2 * shared) / (p.length + q.length) : 0;
    const [few, many] = left.length <= right.length ? [left, right] : [right, left];
    const within = few.every((word) => many.includes(word)) ? 0.5 + 0.5 * few.join("").length / many.join("").length : 0;
    return Math.min(0.96, Math.max(dice, within));
  }

  const FAMILIES = [["button", "link", "menuitem", "tab"], ["textbox", "searchbox", "combobox", "spinbutton"], ["checkbox", "switch", "menuitemcheckbox"],
    ["radio", "menuitemradio"], ["listbox", "combobox"], ["option", "menuitem", "listitem", "treeitem"]];
  const isRelated = (a, b) => a === b || FAMILIES.some((family) => family.includes(a) && family.includes(b));
  const TYPED = new Set(["textbox", "searchbox", "combobox", "spinbutton", "listbox", "slider"]);
  const isMade = (id) => /\d{3,}|^[a-z]*[-_:]?[0-9a-f]{6,}$|^:r|^(ember|react|mui|radix)/i.test(id);

  // How well an element fits what was kept of one, 0..1; 0 also when it surely is another.
  function weigh(kept, element) {
    const role = roleOf(element);
    if (kept.role && !isRelated(kept.role, role)) return 0;
    if (!kept.role && kept.tag !== element.localName) return 0;
    const name = nameOf(element, role), text = textOf(element);
    const sameId = !!kept.id && kept.id === element.id && !isMade(kept.id);
    const sameTest = !!kept.test_id && kept.test_id === testIdOf(element);
    const sameField = !!kept.field && kept.field === element.getAttribute("name");
    const called = kept.name || kept.text;
    const nameFits = called ? likeness(called, kept.name ? name : text) : 1;
    if (called && nameFits < 0.6 && !(TYPED.has(kept.role) && (sameId || sameTest || sameField))) return 0;
    if (!called && (name || text) && FROM_CONTENT.has(kept.role)) return 0;
    let sum = 0, most = 0;
    const count = (weight, has, fits) => { if (has) { most += weight; sum += weight * fits; } };
    count(6, called, nameFits);
    count(2, kept.role, kept.role === role ? 1 : 0.6);
    count(4, kept.test_id, sameTest ? 1 : 0);
    count(isMade(kept.id) ? 0.5 : 2, kept.id, kept.id === element.id ? 1 : 0);
    count(2.5, kept.field, sameField ? 1 : 0);
    count(1, kept.placeholder, likeness(kept.placeholder, element.getAttribute("placeholder")));
    count(2, kept.href, kept.href === (element.hasAttribute("href") ? address(element.getAttribute("href")) : "") ? 1 : 0);
    count(2, kept.near, likeness(kept.near, nearOf(element)));
    count(2, kept.heading, likeness(kept.heading, headingOf(element)));
    count(0.5, kept.tag, kept.tag === element.localName ? 1 : 0);
    count(1, kept.type, kept.type === (element.getAttribute("type") || "") ? 1 : 0);
    const classes = kept.classes || [];
    count(1, classes.length, classes.filter((one) => element.classList.contains(one)).length / (classes.length || 1));
    count(1.5, kept.path, kept.path === pathOf(element) ? 1 : 0);
    return most ? sum / most : 0;
  }

  // --- finding ---

  function working(root, role = "") {
    const pool = role && !WORKING.has(role) ? select(root, "*") : select(root, ACTIVE);
    return pool.filter((each) => (role ? isRelated(role, roleOf(each)) && roleOf(each) === role : WORKING.has(roleOf(each))) && (isSeen(each) || isCovered(each)));
  }

  // A box that is drawn by its label: the real one is hidden, the label is what can be clicked.
  const isCovered = (element) => element.localName === "input" && ["checkbox", "radio", "file"].includes(element.type) && [...(element.labels || [])].some(isSeen);

  // Whether a text holds another as whole words: "Lamp" is not in "Lampshade".
  function holds(text, want) {
    const isPart = (letter) => /[\p{L}\p{N}]/u.test(letter || " ");
    for (let at = text.indexOf(want); at >= 0; at = text.indexOf(want, at + 1)) {
      if (!(isPart(text[at - 1]) && isPart(want[0])) && !(isPart(text[at + want.length]) && isPart(want[want.length - 1]))) return true;
    }
    return false;
  }

  function called(pool, said, nameOfEach) {
    const want = plain(said);
    const exact = pool.filter((each) => clean(nameOfEach(each)) === clean(said));
    if (exact.length) return exact;
    const same = pool.filter((each) => plain(nameOfEach(each)) === want);
    if (same.length) return same;
    return pool.filter((each) => holds(plain(nameOfEach(each)), want));
  }

  function innermost(found) {
    return found.filter((each) => !found.some((other) => other !== each && each.contains(other)));
  }

  function byText(root, said) {
    const want = plain(said);
    const all = select(root, "body *, :host *").concat(root.host ? [] : []).filter((each) => !/^(script|style|template|noscript)$/.test(each.localName));
    const near = all.filter((each) => plain(each.textContent).includes(want));
    return called(innermost(near.filter((each) => isSeen(each))), said, (each) => textOf(each));
  }

  function beside(pool, said) {
    const want = plain(said);
    const depth = (element) => {
      let levels = 0;
      for (let each = up(element); each; each = up(each), levels += 1) {
        if (each.localName === "body" || each.localName === "html") return Infinity;
        if (holds(plain(textOf(each, 4000)), want)) {
          const inside = pool.filter((other) => each.contains(other)).length;
          return inside * 100 + levels;
        }
      }
      return Infinity;
    };
    const measured = pool.map((each) => [each, depth(each)]).filter(([, at]) => at < Infinity);
    const least = Math.min(...measured.map(([, at]) => Math.floor(at / 100)));
    return measured.filter(([, at]) => Math.floor(at / 100) === least).map(([each]) => each);
  }

  function said(root, query) {
    let pool;
    if (query.css) {
      pool = select(root, query.css);
      const seen = pool.filter((each) => isSeen(each) || isCovered(each));
      pool = seen.length ? seen : pool.filter((each) => each.localName === "input" && each.type === "file");
      if (query.role) pool = pool.filter((each) => roleOf(each) === query.role);
      if (query.name) pool = called(pool, query.name, (each) => nameOf(each));
    } else if (query.role) {
      pool = working(root, query.role);
      if (query.name) pool = called(pool, query.name, (each) => nameOf(each, query.role));
    } else if (query.name) {
      pool = called(working(root), query.name, (each) => nameOf(each));
      if (!pool.length) pool = byText(root, query.name);
    } else if (query.label) {
      pool = working(root).filter((each) => TYPED.has(roleOf(each)) || ["checkbox", "radio", "switch"].includes(roleOf(each)));
      pool = called(pool, query.label, (each) => labelOf(each) || clean(each.getAttribute("placeholder")) || clean(each.title) || each.getAttribute("name") || "");
    } else if (query.text) {
      pool = byText(root, query.text);
    } else {
      return null;
    }
    if (query.label && (query.role || query.name)) pool = called(pool, query.label, (each) => labelOf(each) || clean(each.getAttribute("placeholder")));
    if (query.text && (query.role || query.name || query.css)) pool = called(pool, query.text, (each) => textOf(each));
    if (query.near) pool = beside(pool, query.near);
    if (query.number) pool = pool.slice(query.number - 1, query.number);
    return pool;
  }

  const THRESHOLD = 0.5, MARGIN = 0.05, NEAR_ENOUGH = 0.8, NEAR_MARGIN = 0.15;

  // Those the kept element may be, the likeliest first, as [element, score].
  function ranked(kept, pool) {
    let rated = pool.map((element) => [element, weigh(kept, element)]).filter(([, score]) => score >= THRESHOLD);
    if (!kept.alone && rated.length) {
      // One of several of its name is told apart by where it stands.
      const where = kept.near ? [kept.near, nearOf] : kept.heading ? [kept.heading, headingOf] : [kept.path, pathOf];
      const places = rated.map(([element, score]) => [element, score, likeness(where[0], where[1](element))]);
      const exact = places.filter(([, , near]) => near === 1);
      const best = Math.max(...places.map(([, , near]) => near));
      rated = (exact.length ? exact : best < NEAR_ENOUGH ? [] : places.filter(([, , near]) => near > best - NEAR_MARGIN)).map(([element, score]) => [element, score]);
    }
    return rated.sort((one, other) => other[1] - one[1]);
  }

  function tied(rated) {
    return rated.filter(([, score]) => score > rated[0][1] - MARGIN).map(([element]) => element);
  }

  // What may stand in the place of an element that is not found any more, the likeliest first.
  function instead(root, query) {
    const kept = { role: query.role, name: query.name || query.label || query.text, ...query.print };
    const typed = TYPED.has(kept.role);
    const pool = working(root).filter((each) => kept.role ? isRelated(kept.role, roleOf(each)) : !TYPED.has(roleOf(each)));
    const worth = (each) => {
      const name = nameOf(each), own = each.getAttribute("name") || "";
      return 4 * likeness(kept.name, name) + 1.5 * likeness(kept.near, nearOf(each)) + likeness(kept.heading, headingOf(each))
        + (kept.field && kept.field === own ? 3 : 0) + (kept.id && kept.id === each.id ? 3 : 0) + (kept.path === pathOf(each) ? 2 : 0)
        + (kept.role === roleOf(each) ? 1 : 0) + (kept.type === (each.getAttribute("type") || "") ? 0.5 : 0)
        + (!typed && each.form && (each.type === "submit") && kept.tag === each.localName ? 0.5 : 0);
    };
    return pool.map((each) => [each, worth(each)]).sort((one, other) => other[1] - one[1]).slice(0, 6).map(([each]) => each);
  }

  // What was kept, corrected by what is said now: another row, another name than then.
  function expected(query) {
    let kept = query.print;
    if (query.near) kept = { ...kept, near: "", heading: "", href: "", path: "", alone: true };
    if (query.name && likeness(query.name, kept.name) < 0.9) kept = { ...kept, name: query.name, text: "", href: "", path: "", alone: true };
    return kept;
  }

  // The elements a target may mean: one when it is sure, none when there is none, several when it cannot be told.
  function find(root, query) {
    if (query.instead) return instead(root, query);
    if (!query.print) return said(root, query) || [];
    const kept = expected(query);
    const isWorking = kept.role && WORKING.has(kept.role);
    const pool = query.css ? said(root, query) : isWorking ? working(root) : select(root, kept.tag || "*").filter(isSeen);
    let rated = ranked(kept, pool);
    if (query.near) {
      const beside_ = beside(rated.map(([element]) => element), query.near);
      rated = rated.filter(([element]) => beside_.includes(element));
    }
    return rated.length ? tied(rated) : [];
  }

  // --- looking before doing ---

  function valueOf(element) {
    if (element.localName === "input" && (element.type === "checkbox" || element.type === "radio")) return element.checked;
    if (element.localName === "select") return element.multiple ? [...element.selectedOptions].map((each) => clean(each.label)) : clean(element.selectedOptions[0]?.label);
    if (element.localName === "input" && element.type === "password") return element.value ? "•••" : "";
    if (element.localName === "input" && element.type === "file") return [...element.files].map((file) => file.name);
    if ("value" in element && element.localName !== "button" && element.localName !== "li") return String(element.value);
    if (element.isContentEditable) return textOf(element, 5000);
    const checked = element.getAttribute("aria-checked");
    return checked ? checked === "true" : null;
  }

  function look(element) {
    const form = element.form || element.closest("form") || element.getRootNode().host?.closest?.("form");
    const fields = {};
    let around = form;
    // Without a form it is what stands in the fields around, as near as there are any.
    for (let each = up(element); !around && each && each.localName !== "html"; each = up(each)) if (each.querySelector("input:not([type=hidden]),select,textarea")) around = each;
    if (around) {
      for (const field of [...(form ? form.elements : around.querySelectorAll("input,select,textarea"))].slice(0, 200)) {
        if (field.localName === "button" || field.localName === "fieldset" || field.localName === "output" || INPUTS[field.type] === "button" || field.type === "hidden") continue;
        if (field.type === "radio" && !field.checked) continue;
        let key = labelOf(field) || clean(field.placeholder) || field.name || field.id || field.type;
        if (key in fields) key = `${key} (${Object.keys(fields).length + 1})`;
        const value = field.type === "radio" ? true : valueOf(field);
        fields[key.slice(0, 100)] = typeof value === "string" ? value.slice(0, 1000) : value;
      }
    }
    const sender = form?.querySelector("button:not([type]),button[type=submit],input[type=submit],input[type=image]");
    const own = nameOf(element) || textOf(element).slice(0, 200);
    const acts = [own];
    if (sender && (sender === element || sender.contains(element))) acts.push(nameOf(sender));
    return { url: location.href, title: document.title, name: own.slice(0, 300), role: roleOf(element), form: fields, acts: acts.filter(Boolean),
      sends: sender ? nameOf(sender) : "", was: valueOf(element) };
  }

  // Where it is seen, as shares of the window: left, top, width, height.
  function boxOf(element) {
    const box = element.getBoundingClientRect();
    return [box.left / innerWidth, box.top / innerHeight, box.width / innerWidth, box.height / innerHeight].map((share) => Math.round(share * 10000) / 10000);
  }

  // What is known of an element before it is touched.
  function glance(element, whole, isOneOfMany) {
    const tag = element.localName, role = roleOf(element);
    const known = { role, name: (nameOf(element, role) || textOf(element)).slice(0, 300), tag, type: tag === "input" ? element.type : "", was: valueOf(element),
      covered: isCovered(element) && !isSeen(element), saves: Boolean(element.closest("a[download]")), is_list: role === "listbox", near: isOneOfMany ? nearOf(element) : "", box: boxOf(element), address: location.href };
    if (tag === "select") known.options = [...element.options].slice(0, 2000).map((one) => [clean(one.label), one.value]);
    return whole ? { ...known, ...look(element) } : known;
  }

  return { boxOf, glance, clean, plain, find, describe, weigh, likeness, look, valueOf, roleOf, nameOf, textOf, isSeen, select, nearOf };
})();
