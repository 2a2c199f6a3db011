// The query page without reloading: answers are fetched as the same pages that its forms would load, and the part that
// differs is put in place. Files, and a browser without scripts, use the forms themselves.

const find = (selector, within = document) => within.querySelector(selector);
const words = JSON.parse(find("#words").textContent);
const fill = (text, places) => text.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
const plainFold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const form = find("#query-form");
const field = find("#query");
const status = find("#status");
const stop = find("#stop");
const LONGEST = 6000;
const VIEWS = ["table", "chart", "map"];
let running = null;
let editor = null;

// --- asking ---------------------------------------------------------------------------------------------------

async function ask(address, { body = null, remember = true } = {}) {
  running?.abort();
  const mine = running = new AbortController();
  const patience = setTimeout(() => say(words.running), 300);
  stop.hidden = false;
  try {
    const answer = await fetch(address, {
      method: body ? "POST" : "GET", body, headers: { Accept: "text/html" }, signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!find("#result", page)) throw new Error("no page of this kind");
    if (remember && !body) history.pushState(null, "", address);
    adopt(page);
    say(find("#result-title")?.textContent ?? "", true);
  } catch (fault) {
    if (mine === running) say(mine.signal.aborted ? words.stopped : words.unreachable);
  } finally {
    clearTimeout(patience);
    if (mine === running) stop.hidden = true;
  }
}

// What the page shows anyway is only said to those who do not see it.
function say(text, shown = false) {
  status.classList.toggle("hidden", shown);
  status.textContent = text;
}

function adopt(page) {
  for (const id of ["#result", "#values"]) find(id).replaceWith(document.adoptNode(find(id, page)));
  const current = find("#question-list [aria-current]", page)?.dataset.slug;
  for (const link of document.querySelectorAll("#question-list a")) {
    if (link.dataset.slug === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  find("#format").value = find("#format", page).value;
  find(".tongue").href = find(".tongue", page).getAttribute("href");
  setText(find("#query", page).value);
  pointOut();
  arrange();
}

function setText(text) {
  if (text === field.value) return;
  field.value = text;
  editor?.set(text);
}

function submit(sent, submitter) {
  const fields = new URLSearchParams(new FormData(sent, submitter));
  const view = fields.get("format");
  const long = submitter?.formMethod === "post" || sent.method === "post" || `${fields}`.length > LONGEST;
  if (view && !VIEWS.includes(view)) {
    sent.method = long ? "post" : "get";
    return false;
  }
  const path = new URL(sent.getAttribute("action"), location.href);
  if (long) ask(path.href, { body: fields });
  else ask(`${path.pathname}?${fields}`);
  return true;
}

document.addEventListener("submit", (event) => {
  const sent = event.target;
  if (sent.id === "find-form") event.preventDefault();
  else if (sent.matches("#query-form, #values form, #result form") && submit(sent, event.submitter)) {
    event.preventDefault();
  }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("#question-list a, #result .choices a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(link.getAttribute("href")).then(() => {
    // In one column, the question that was chosen lies above what it brings.
    if (link.dataset.slug && matchMedia("(max-width: 62rem)").matches) find("#values").scrollIntoView();
  });
});
addEventListener("popstate", () => ask(location.href, { remember: false }));
stop.addEventListener("click", () => running?.abort());
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

// --- the place of a fault -------------------------------------------------------------------------------------

function pointOut() {
  const { line, column } = find("#fault")?.dataset ?? {};
  editor?.point(Number(line) || 0);
  if (line) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  if (!line || find("#fault button")) return;
  const go = document.createElement("button");
  go.type = "button";
  go.className = "button";
  go.textContent = fill(words.go, { line });
  go.addEventListener("click", () => goTo(Number(line), Number(column)));
  find("#fault").append(go);
}

function goTo(line, column) {
  const lines = field.value.split("\n");
  // Columns count characters, of which some are two units of a string.
  const before = [...lines[line - 1] ?? ""].slice(0, column - 1).join("").length;
  if (editor?.shown()) return editor.go(line, before + 1);
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, before);
  field.focus();
  field.setSelectionRange(start, start);
}

// --- the table: sorted and filtered as far as the page holds it -----------------------------------------------

const compare = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" }).compare;

function arrange() {
  const table = find("#rows");
  if (!table || table.rows.length < 3) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = fill(words.sort, { name: head.textContent });
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...rows.toSorted((one, other) => (down ? -1 : 1) * order(one.cells[column], other.cells[column])));
    });
  });
  if (rows.length > 10) filterable(table, rows);
}

function order(one, other) {
  const [left, right] = [one, other].map((cell) => cell.classList.contains("num") ? Number(cell.textContent) : NaN);
  return left < right || left > right ? left - right : compare(one.textContent.trim(), other.textContent.trim());
}

function filterable(table, rows) {
  const label = document.createElement("label");
  label.className = "row-filter";
  label.textContent = words.filter;
  const input = document.createElement("input");
  input.type = "search";
  label.append(input);
  table.closest(".scroll").before(label);
  const texts = rows.map((row) => plainFold(row.textContent));
  input.addEventListener("input", () => {
    const looked = plainFold(input.value.trim());
    rows.forEach((row, index) => { row.hidden = !texts[index].includes(looked); });
    const left = rows.filter((row) => !row.hidden).length;
    say(fill(words.left, { n: left, total: rows.length }));
  });
}

// --- the questions --------------------------------------------------------------------------------------------

const questions = [...document.querySelectorAll("#question-list li")];
find("#find").addEventListener("input", (event) => {
  const looked = plainFold(event.target.value).split(/\s+/);
  for (const item of questions) {
    const text = plainFold(`${item.textContent} ${item.firstElementChild.dataset.slug} ${item.dataset.also}`);
    item.hidden = !looked.every((word) => text.includes(word));
  }
  const n = questions.filter((item) => !item.hidden).length;
  const one = n === 1 || (n === 0 && document.documentElement.lang === "fr");
  find("#found").textContent = n ? fill(words.found[one ? 0 : 1], { n }) : words.none;
});

// --- the editor, once all of the above works ------------------------------------------------------------------

const plain = find("#plain");

async function openEditor() {
  if (!editor) {
    const { open } = await import(form.dataset.editor);
    editor = await open({ place: find("#editor"), field, words, files: form.dataset, run: () => form.requestSubmit() });
  }
  editor.set(field.value);
  showEditor(true);
  pointOut();
}

function showEditor(rich) {
  find("#editor").hidden = field.classList.toggle("hidden", rich) === false;
  field.tabIndex = rich ? -1 : 0;
  if (rich) field.setAttribute("aria-hidden", "true");
  else field.removeAttribute("aria-hidden");
  find("#keys").hidden = !rich;
  plain.hidden = false;
  plain.textContent = rich ? words.plain : words.rich;
  if (rich) editor.refresh();
}

plain.addEventListener("click", () => {
  const rich = find("#editor").hidden;
  localStorage.setItem("maillage.editor", rich ? "rich" : "plain");
  if (rich) openEditor();
  else showEditor(false);
});

find("#by-post").hidden = true;
find("#question-list").scrollTop = (find("#question-list [aria-current]")?.offsetTop ?? 0) - find("#question-list").offsetTop;
arrange();
pointOut();
if (localStorage.getItem("maillage.editor") === "plain") {
  plain.hidden = false;
  plain.textContent = words.rich;
} else {
  (window.requestIdleCallback ?? setTimeout)(() => openEditor().catch((fault) => console.warn(fault)));
}
