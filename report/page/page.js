"use strict";
(() => {
  const pageSize = 50;
  const at = (id) => document.getElementById(id);
  const rows = JSON.parse(at("data").textContent);
  const numbers = [0, 1, 7]; // columns that hold numbers
  const texts = new Array(rows.length); // of the rows, as the search wants them
  const order = new Intl.Collator(undefined, { numeric: true });
  const state = { search: "", outcome: "", column: 0, down: false, page: 0 };
  let found = rows.map((_, i) => i);

  const text = (i) => (texts[i] ??= rows[i].join("\n").toLowerCase());
  const compare = (a, b) => {
    const x = rows[a][state.column], y = rows[b][state.column];
    const way = numbers.includes(state.column) ? x - y : order.compare(x, y);
    return (state.down ? -way : way) || a - b;
  };

  const find = () => {
    const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
    found = [];
    rows.forEach((row, i) => {
      if (state.outcome && row[3] !== state.outcome) return;
      if (words.every((word) => text(i).includes(word))) found.push(i);
    });
    if (state.column !== 0 || state.down) found.sort(compare);
    state.page = 0;
    show();
  };

  const line = (row) => {
    const tr = document.createElement("tr");
    row.forEach((value, column) => {
      const td = tr.insertCell();
      td.textContent = value;
      if (numbers.includes(column)) td.className = "n";
    });
    return tr;
  };

  const count = (n) => n.toLocaleString("en");
  const show = () => {
    const first = state.page * pageSize;
    const part = found.slice(first, first + pageSize);
    at("list").tBodies[0].replaceChildren(...part.map((i) => line(rows[i])));
    const pages = Math.max(Math.ceil(found.length / pageSize), 1);
    at("shown").textContent = found.length === 0 ? "No row matches."
      : `${count(first + 1)} to ${count(first + part.length)} of ${count(found.length)} ${found.length === 1 ? "row" : "rows"}.`;
    at("page").textContent = `Page ${count(state.page + 1)} of ${count(pages)}`;
    at("back").disabled = state.page === 0;
    at("on").disabled = state.page === pages - 1;
    at("pages").hidden = pages === 1;
  };

  const heads = [...at("list").tHead.rows[0].cells];
  const mark = () => heads.forEach((th, column) => {
    th.setAttribute("aria-sort", column !== state.column ? "none" : state.down ? "descending" : "ascending");
  });
  heads.forEach((th, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = th.textContent;
    button.addEventListener("click", () => {
      state.down = state.column === column && !state.down;
      state.column = column;
      mark();
      find();
    });
    th.replaceChildren(button);
  });

  let soon;
  at("search").addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => { state.search = at("search").value; find(); }, 120);
  });
  at("outcome").addEventListener("change", () => { state.outcome = at("outcome").value; find(); });
  at("find").addEventListener("submit", (event) => event.preventDefault());
  const turn = (pages) => () => { state.page += pages; show(); };
  at("back").addEventListener("click", turn(-1));
  at("on").addEventListener("click", turn(1));

  at("find").hidden = false;
  mark();
  show();
})();
