"use strict";
// Filters, sorts and gives keys to what is on the page already. Nothing is made of text here, so nothing needs escaping.
(() => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("js");

  const body = one("#rows");
  const rows = all("tr", body);
  const text = one("#text");
  const choices = { tag: one("#tag"), flow: one("#flow"), file: one("#file") };
  const chips = all(".chip");
  const order = new Map(rows.map((row, at) => [row, at]));
  const link = (row) => one(".open", row);
  const number = (row) => row.id.slice(1);
  const part = (row, key) => {
    const cell = one(key === "file" ? ".k-file bdi" : `.k-${key}`, row);
    return cell ? cell.textContent : "";
  };
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  let current = rows[0];
  let shown = null;

  // --- the table

  const visible = () => all("tr:not([hidden])", body);

  const point = (row, focus) => {
    if (!row) return;
    if (current) link(current).tabIndex = -1;
    current = row;
    link(row).tabIndex = 0;
    if (focus) link(row).focus();
    row.scrollIntoView({ block: "nearest" });
  };

  const filter = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.v);
    const is = (key) => (choices[key] ? choices[key].value : "");
    for (const row of rows) {
      row.hidden = !(
        wanted.every((word) => words.get(row).includes(word)) &&
        (verdicts.length === 0 || verdicts.includes(row.dataset.v)) &&
        (!is("tag") || row.dataset.t.split("\n").includes(is("tag"))) &&
        (!is("flow") || part(row, "flow") === is("flow")) &&
        (!is("file") || part(row, "file") === is("file"))
      );
    }
    const left = visible();
    one("#shown").textContent =
      left.length === rows.length ? `${rows.length} cases` : `${left.length} of ${rows.length} cases`;
    one(".nothing").hidden = left.length > 0;
    if (current && current.hidden) point(left[0], false);
  };

  const keys = {
    verdict: (row) => order.get(row),
    name: (row) => link(row).textContent.toLowerCase(),
    flow: (row) => part(row, "flow").toLowerCase(),
    file: (row) => part(row, "file"),
    time: (row) => Number(row.dataset.d),
  };

  const sort = (key) => {
    const head = one(`th.k-${key}`);
    const first = key === "time" ? "descending" : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const way = head.getAttribute("aria-sort") === first ? other : first;
    for (const th of all("th[aria-sort]")) th.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", way);
    const sign = way === "ascending" ? 1 : -1;
    const value = keys[key];
    const compare = (a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x !== y) return (x < y ? -1 : 1) * sign;
      return Number(a.dataset.l) - Number(b.dataset.l) || order.get(a) - order.get(b);
    };
    body.append(...[...rows].sort(compare));
  };

  // --- the open case

  const remember = (hash) => {
    try {
      history.replaceState(null, "", hash || location.pathname + location.search);
    } catch {
      // A sandbox may forbid it; the page works without.
    }
  };

  const close = () => {
    if (!shown) return;
    shown.classList.remove("shown");
    shown = null;
    root.classList.remove("split");
    for (const row of all("tr.at", body)) {
      row.classList.remove("at");
      link(row).removeAttribute("aria-current");
    }
    remember("");
    point(current, true);
  };

  const open = (row, focus) => {
    if (!row) return;
    const wanted = document.getElementById(`c${number(row)}`);
    if (!wanted) return;
    if (shown) shown.classList.remove("shown");
    for (const other of all("tr.at", body)) {
      other.classList.remove("at");
      link(other).removeAttribute("aria-current");
    }
    shown = wanted;
    shown.open = true;
    shown.classList.add("shown");
    root.classList.add("split");
    row.classList.add("at");
    link(row).setAttribute("aria-current", "true");
    point(row, false);
    remember(`#c${number(row)}`);
    if (focus) {
      const summary = one("summary", shown);
      summary.focus({ preventScroll: true });
      one("#details").scrollIntoView({ block: "start", behavior: "instant" });
    }
    for (const pan of all(".pan", shown)) reveal(pan);
  };

  const move = (by) => {
    const left = visible();
    const at = left.indexOf(current);
    // The first key on the page goes to the first case, not past it.
    if (!shown && !body.contains(document.activeElement)) return point(left[Math.max(0, at)], true);
    const next = left[Math.max(0, Math.min(left.length - 1, at + by))];
    if (!next) return;
    if (shown) open(next, true);
    else point(next, true);
  };

  const red = () => {
    const left = visible();
    const at = left.indexOf(current);
    const turned = [...left.slice(at + 1), ...left.slice(0, at + 1)];
    const next = turned.find((row) => !["passed", "flaky", "skipped"].includes(row.dataset.v));
    if (shown) open(next, true);
    else point(next, true);
  };

  const copy = () => {
    const code = shown && one(".again code", shown);
    if (!code) return;
    const button = one(".copy", shown);
    const told = () => {
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    };
    const select = () => {
      getSelection().selectAllChildren(code);
      if (document.execCommand("copy")) told();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(code.textContent).then(told, select);
    else select();
  };

  // --- path and drawing

  const light = (id) => {
    if (!shown) return null;
    const target = document.getElementById(id);
    if (!target || !shown.contains(target)) return null;
    for (const lit of all(".lit", shown)) lit.classList.remove("lit");
    target.classList.add("lit");
    return target;
  };

  // The drawing scrolls inside its frame: the page must not jump because of it.
  const reveal = (pan, node) => {
    const left = shown && one(".path > .left a.act", shown);
    const target = node || (left && document.getElementById(left.hash.slice(1))) || one(".fp-hit", pan);
    if (!target) return;
    const [box, frame] = [target.getBoundingClientRect(), pan.getBoundingClientRect()];
    pan.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    pan.scrollTop += box.top + box.height / 2 - frame.top - (node || left ? frame.height / 2 : 60);
  };

  const follow = (anchor) => {
    const id = anchor.getAttribute("href").slice(1);
    const target = light(id);
    if (!target) return false;
    anchor.classList.add("lit");
    const step = anchor.closest(".path > li");
    if (step) step.classList.add("lit");
    const pan = target.closest(".pan");
    if (pan) {
      reveal(pan, target);
      pan.scrollIntoView({ block: "nearest" });
      target.focus({ preventScroll: true });
    } else {
      target.scrollIntoView({ block: "nearest" });
      (one("a.act", target) || target).focus({ preventScroll: true });
    }
    return true;
  };

  const jump = (selector) => {
    const target = shown && one(selector, shown);
    if (!target) return false;
    if (!target.matches("a, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
    return true;
  };

  for (const drawing of all(".drawing")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fit";
    button.textContent = "Fit";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const whole = one(".pan", drawing).classList.toggle("whole");
      button.setAttribute("aria-pressed", String(whole));
      if (!whole) reveal(one(".pan", drawing));
    });
    one("figcaption", drawing).append(button);
  }

  // --- what is heard

  const help = one("#help");

  document.addEventListener("click", (event) => {
    const anchor = event.target.closest("a[href^='#']");
    if (anchor) {
      const href = anchor.getAttribute("href");
      const row = /^#c\d+$/.test(href) && document.getElementById(`r${href.slice(2)}`);
      if (row) {
        event.preventDefault();
        open(row, true);
      } else if (follow(anchor)) {
        event.preventDefault();
      } else if (shown && /^#f\d+$/.test(href)) {
        close();
        const flow = one(href);
        flow.open = true;
      }
      return;
    }
    if (event.target.closest(".js .case > summary")) event.preventDefault();
    const row = event.target.closest("#rows tr");
    if (row && getSelection().isCollapsed) open(row, true);
    if (event.target.closest(".copy")) copy();
  });

  text.addEventListener("input", filter);
  for (const choice of Object.values(choices)) if (choice) choice.addEventListener("change", filter);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  for (const button of all(".sort")) button.addEventListener("click", () => sort(button.dataset.k));
  one("#back").addEventListener("click", close);
  one("#prev").addEventListener("click", () => move(-1));
  one("#next").addEventListener("click", () => move(1));
  one("#close-help").addEventListener("click", () => help.close());

  const clear = () => {
    text.value = "";
    for (const choice of Object.values(choices)) if (choice) choice.value = "";
    for (const chip of chips) chip.setAttribute("aria-pressed", "false");
    filter();
  };

  const escape = () => {
    if (help.open) return;
    if (document.activeElement === text) {
      if (text.value) clear();
      else if (current) link(current).focus();
    } else if (shown) close();
    else clear();
  };

  const actions = {
    "/": () => { text.focus(); text.select(); },
    j: () => move(1),
    k: () => move(-1),
    e: red,
    t: () => jump(".line"),
    p: () => jump("a.act") || jump(".path > li"),
    d: () => jump(".pan"),
    c: copy,
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape") return escape();
    const typing = event.target.matches("input, select, textarea");
    const inTable = event.target.closest("#rows");
    if (event.target === text && (event.key === "Enter" || event.key === "ArrowDown")) {
      event.preventDefault();
      point(current && !current.hidden ? current : visible()[0], true);
      return;
    }
    if (typing) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (arrow && (inTable || event.target === document.body) && !shown) {
      event.preventDefault();
      return move(arrow);
    }
    if (arrow && inTable) {
      event.preventDefault();
      const left = visible();
      return point(left[Math.max(0, Math.min(left.length - 1, left.indexOf(current) + arrow))], true);
    }
    if (inTable && (event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      const left = visible();
      return point(left[event.key === "Home" ? 0 : left.length - 1], true);
    }
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  for (const row of rows) link(row).tabIndex = -1;
  if (current) link(current).tabIndex = 0;
  const began = one("time[datetime]");
  if (began) began.title = new Date(began.dateTime).toLocaleString();
  const from = () => {
    const row = /^#c\d+$/.test(location.hash) && document.getElementById(`r${location.hash.slice(2)}`);
    if (row && `c${number(row)}` !== (shown && shown.id)) open(row, true);
  };
  addEventListener("hashchange", from);
  from();
})();
