// Yasqe, the editor of Yasgui, over the plain field of the query page. It completes from this catalogue's own prefixes
// and terms: Yasqe's own sources are elsewhere on the web.

function load(tag, attributes, before) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject });
    document.head.insertBefore(element, before);
  });
}

function completeFrom(Yasqe, terms, words) {
  const starting = (list) => (_, token) => list.filter((iri) => iri.startsWith(token.autocompletionString)).slice(0, 100);
  for (const [name, list] of [["class", terms.classes], ["property", terms.properties]]) {
    Yasqe.forkAutocompleter(name, { name, get: starting(list), persistenceId: null }, false);
  }
  const prefixes = Object.entries(terms.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  Yasqe.forkAutocompleter("prefixes", { name: "prefixes", get: () => prefixes, persistenceId: null }, false);
  // Yasqe tells faults and hints in English, and its fault in a style that the page's policy forbids.
  Yasqe.prototype.showNotification = () => {};
  const check = Yasqe.prototype.checkSyntax;
  Yasqe.prototype.checkSyntax = function checkSyntax() {
    check.call(this);
    this.eachLine((line) => {
      if (line.gutterMarkers?.gutterErrorBar) mark(this, line, words);
    });
  };
}

function mark(yasqe, line, words) {
  const number = yasqe.getLineNumber(line);
  const { possibleCurrent = [] } = yasqe.getTokenAt({ line: number, ch: line.text.length }, true).state;
  const sign = document.createElement("span");
  sign.className = "wrong";
  sign.textContent = "!";
  sign.title = `${words.syntax.replace("{line}", number + 1)} ${possibleCurrent.slice(0, 12).join(" ")}`;
  yasqe.setGutterMarker(number, "gutterErrorBar", sign);
}

export async function open({ place, field, words, files, run }) {
  const own = document.querySelector('link[href*="sparql.css"]');
  const [terms] = await Promise.all([
    fetch(files.terms).then((answer) => answer.json()),
    load("script", { src: files.script, charset: "utf-8" }, null),
    load("link", { rel: "stylesheet", href: files.style }, own),
  ]);
  const { Yasqe } = window.Yasgui;
  completeFrom(Yasqe, terms, words);
  const yasqe = new Yasqe(place, {
    value: "", persistenceId: null, showQueryButton: false, resizeable: false, createShareableLink: null,
    consumeShareLink: null, autocompleters: ["prefixes", "class", "property", "variables"], editorHeight: "auto",
    screenReaderLabel: words.text, viewportMargin: Infinity, hintConfig: { container: document.body },
    // Tab must lead out of the editor (WCAG 2.1.2), and saving is the browser's.
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-S": false, "Ctrl-Enter": run, "Cmd-Enter": run },
  });
  // The endpoint knows the catalogue's prefixes, declared or not; so must whatever checks and completes.
  const mode = yasqe.getMode();
  const start = mode.startState;
  mode.startState = (...from) => {
    const state = start(...from);
    return Object.assign(state, { prefixes: { ...terms.prefixes, ...state.prefixes } });
  };
  yasqe.setValue(field.value);
  yasqe.clearHistory();
  // The box around the editor scrolls, not the editor: so the keyboard reaches what scrolls. The cursor stays in it.
  yasqe.on("cursorActivity", () => requestAnimationFrame(() => {
    const [cursor, box] = [yasqe.cursorCoords(null, "window"), place.getBoundingClientRect()];
    place.scrollTop += Math.min(0, cursor.top - box.top - 8) + Math.max(0, cursor.bottom - box.bottom + 8);
  }));
  let pointed = null;
  yasqe.on("change", () => { field.value = yasqe.getValue(); });
  return {
    set: (text) => { if (text !== yasqe.getValue()) yasqe.setValue(text); },
    refresh: () => yasqe.refresh(),
    shown: () => !place.hidden,
    go(line, column) {
      yasqe.focus();
      yasqe.setCursor(line - 1, column - 1);
    },
    point(line) {
      if (pointed) yasqe.removeLineClass(pointed, "background", "pointed");
      pointed = line ? yasqe.addLineClass(line - 1, "background", "pointed") : null;
    },
  };
}
