// What happens to a page between two visits. Each change leaves `data-truth` where it was: it tells what is right.
const changes = (() => {
  const every = (css) => [...document.querySelectorAll(css)];
  const own = "a,button,input,select,textarea";
  let seed = 7;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const shuffled = (list) => { const out = [...list]; for (let n = out.length - 1; n > 0; n -= 1) { const at = Math.floor(next() * (n + 1)); [out[n], out[at]] = [out[at], out[n]]; } return out; };
  const WORDS = { "Add to cart": "Add to the cart", "Find": "Find it", "Sort by": "Sorted by", "Search": "Search the shop", "Next": "Next page", "New letter": "New letter…",
    "Archive": "ARCHIVE", "Mark all as read": "Mark all read", "Refresh": "Refresh now", "Save": "Save it", "Nickname": "Your nickname", "Town": "Town or city", "By e-mail": "By email",
    "Sign out everywhere": "Sign out on all devices everywhere", "Enable two steps": "Enable two-step login", "Cancel": "Cancel it", "Help": "Help me", "Inbox 3": "Inbox 3", "General": "General settings",
    "Фамилия и имя": "Имя и фамилия", "Телефон": "Телефон *", "Почта": "Почта (e-mail)", "Дата": "Дата приёма", "Врач": "Ваш врач", "Что беспокоит": "Что вас беспокоит", "Звонок": "Звонок по телефону",
    "Письмо": "Письмом", "Согласен с правилами": "Я согласен с правилами", "Получать новости": "Хочу получать новости", "Сохранить": "Сохранить запись", "Очистить": "Очистить всё", "Назад": "Вернуться назад",
    "Перевести": "Перевести…", "Выписка": "Выписка PDF", "Сумма": "Сумма, ₽", "Мобильная связь": "Мобильная связь и интернет", "Квартплата": "Квартплата и ЖКХ", "Включить автоплатёж": "Включить авто-платёж" };

  const each = {
    classes() { for (const one of every("[class]")) one.className = [...one.classList].map((name) => `x${name.length}_${name[0]}9f${Math.floor(next() * 900)}`).join(" "); },
    ids() { for (const one of every("[id]")) { const id = `f${Math.floor(next() * 1e6)}`; for (const label of every(`label[for="${one.id}"]`)) label.htmlFor = id; one.id = id; } },
    fields() { for (const one of every("[name]:not([type=radio])")) one.name = `p_${Math.floor(next() * 1e5)}`; },
    order() { for (const list of every("ul,tbody,nav,.accounts,.list,form,.foot,[role=tablist],[role=toolbar]")) if (list.children.length > 1) list.append(...shuffled(list.children)); },
    wraps() { for (const one of every(own)) { if (one.closest("label") && one.localName !== "button") continue; const box = document.createElement(next() > 0.5 ? "div" : "span"); one.replaceWith(box); box.append(one); }
      for (const one of every("main > *")) { const box = document.createElement("section"); one.replaceWith(box); box.append(one); } },
    words() { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); while (walk.nextNode()) { const text = walk.currentNode.nodeValue.trim(); if (WORDS[text]) walk.currentNode.nodeValue = walk.currentNode.nodeValue.replace(text, WORDS[text]); }
      for (const one of every("[aria-label]")) if (WORDS[one.ariaLabel]) one.ariaLabel = WORDS[one.ariaLabel]; },
    twins() { const box = document.createElement("aside"); box.innerHTML = "<h2>You may also like</h2>"; for (const one of every("[data-truth]")) { const twin = document.createElement("div"); const copy = one.cloneNode(true); delete copy.dataset.truth; copy.removeAttribute("id"); copy.removeAttribute("name");
      const label = one.labels?.[0]; if (label) { const words = document.createElement("label"); words.append(label.textContent.trim(), copy); twin.append(words); } else twin.append(copy); box.append(twin); } document.body.prepend(box); },
    tags() { for (const one of every("main button:not([role])")) { const as = document.createElement("a"); as.setAttribute("role", "button"); as.tabIndex = 0; as.className = one.className; as.innerHTML = one.innerHTML; if (one.ariaLabel) as.ariaLabel = one.ariaLabel; if (one.dataset.truth) as.dataset.truth = one.dataset.truth; one.replaceWith(as); } },
    rows() { for (const list of every("ul,tbody,.accounts")) { const copy = list.children[0].cloneNode(true); for (const one of copy.querySelectorAll("[data-truth]")) delete one.dataset.truth; for (const head of copy.querySelectorAll("h3,h3 a,td:nth-child(3) a")) if (!head.children.length) head.textContent = "Something quite different"; list.prepend(copy); } },
    banner() { const box = document.createElement("div"); box.setAttribute("role", "dialog"); box.innerHTML = "<p>We use cookies.</p><button>Accept</button><button>Close</button><input aria-label='Your town for delivery'>"; document.body.prepend(box); },
  };
  const sets = { ...Object.fromEntries(Object.keys(each).map((name) => [name, [name]])), "classes, ids": ["classes", "ids"], "classes, ids, fields, order": ["classes", "ids", "fields", "order"],
    "order, wraps, words": ["order", "wraps", "words"], "classes, ids, order, rows, banner": ["classes", "ids", "order", "rows", "banner"], "classes, ids, twins": ["classes", "ids", "twins"], "words, twins": ["words", "twins"] };

  // Take away what is meant, its neighbours stay: then nothing is right.
  function remove(truth) { const one = document.querySelector(`[data-truth="${truth}"]`); (one.closest("li,tr,article") || one.labels?.[0] || one).remove(); one.remove(); }

  return { sets: Object.keys(sets), make: (name) => { seed = 7 + name.length; for (const one of sets[name]) each[one](); }, remove };
})();
