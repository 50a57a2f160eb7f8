// What the screens do in the browser: keys, fields that appear when they are needed, grids filled from a spreadsheet,
// and a guard against leaving with unsaved words. Everything else comes from the server.
"use strict";

(() => {
  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  // Keys: "/" to the search, "?" for help, "g" and a letter to a section (the same key in the Russian layout too).
  let waiting = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/" || (event.code === "Slash" && event.key === ".")) {
      const search = document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "?" || (event.code === "Slash" && event.key === ",")) {
      event.preventDefault();
      document.getElementById("keys")?.showModal();
    } else if (event.code === "KeyG") {
      waiting = Date.now();
    } else if (Date.now() - waiting < 1500) {
      waiting = 0;
      document.querySelector(`[data-key="${CSS.escape(event.code)}"]`)?.click();
    }
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-prints]")) window.print();
    if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
    each("details.menu[open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // A group or field with data-watches is shown while the field of that name has one of its data-values.
  const valueOf = (name) => {
    const inputs = [...document.getElementsByName(name)];
    const ticked = inputs.filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked);
    return ticked.length ? ticked[ticked.length - 1].value : "";
  };
  const showNeeded = () => each("[data-watches]", (part) => {
    part.hidden = !part.dataset.values.split("|").includes(valueOf(part.dataset.watches));
  });
  document.addEventListener("change", showNeeded);

  // A draft gets its address with the first autosave: later ones, and the button, must go to the same draft.
  const expired = (xhr) => Boolean(xhr?.responseURL.includes("/accounts/login/"));
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (expired(event.detail.xhr)) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const address = event.detail.xhr?.getResponseHeader("X-Draft-Address");
    const form = event.detail.elt.closest?.("form[data-draft]");
    if (!form) return;
    const word = form.querySelector("#saved");
    const lost = expired(event.detail.xhr) ? form.dataset.expired : event.detail.successful ? "" : form.dataset.unsaved;
    word?.classList.toggle("lost", Boolean(lost));
    if (lost && word) word.textContent = lost;
    form.dataset.dirty = lost ? "yes" : "";
    if (address && form.getAttribute("action") !== address) {
      form.setAttribute("action", address);
      form.setAttribute("hx-post", address);
      window.htmx.process(form);
      history.replaceState(history.state, "", address);
    }
  });

  // Unsaved words are not lost by a stray click.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) form.dataset.dirty = "yes";
  });
  // A button waits for an autosave that is under way, so that the two do not make two drafts of one.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-draft]");
    if (!form) return;
    if (form.dataset.leaving) event.preventDefault();
    else form.dataset.saving = "yes";
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-draft]");
    if (!form) return;
    form.dataset.saving = "";
    const button = form.querySelector("[data-pressed]");
    if (button) { delete button.dataset.pressed; form.requestSubmit(button); }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.saving) {
      event.preventDefault();
      if (event.submitter) event.submitter.dataset.pressed = "yes";
      return;
    }
    form.dataset.dirty = "";
    if (form.dataset.draft !== undefined) form.dataset.leaving = "yes";
    if (form.dataset.once === undefined) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => each("form", (form) => { form.dataset.sent = form.dataset.leaving = ""; }));
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-dirty='yes']")) event.preventDefault();
  });

  // Grids: add a row, take one away, paste rows from a spreadsheet.
  const renumber = (grid) => each("tbody tr", (row, n) => {
    each("[name]", (cell) => {
      cell.name = cell.name.replace(/\.rows\.\d+\./, `.rows.${n}.`);
      if (cell.id) cell.id = `f-${cell.name}`;
      if (cell.dataset.label) cell.setAttribute("aria-label", `${cell.dataset.label}, ${n + 1}`);
    }, row);
  }, grid);
  const addRow = (grid) => {
    grid.tBodies[0].append(document.getElementById(grid.dataset.template).content.cloneNode(true));
    renumber(grid);
    return grid.tBodies[0].rows[grid.tBodies[0].rows.length - 1];
  };
  const cellsOf = (row) => [...row.querySelectorAll("input:not([type=hidden]), select")];
  const put = (cell, text) => {
    if (cell.tagName !== "SELECT") { cell.value = text; return; }
    const wanted = text.toLowerCase();
    const found = [...cell.options].find((o) => o.value.toLowerCase() === wanted || o.text.toLowerCase() === wanted);
    if (found) cell.value = found.value;
  };
  const pasteRows = (grid, cell, text) => {
    const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    const column = cellsOf(cell.closest("tr")).indexOf(cell);
    let row = cell.closest("tr");
    lines.forEach((words, n) => {
      if (n) row = row.nextElementSibling ?? addRow(grid);
      const cells = cellsOf(row).slice(column);
      words.slice(0, cells.length).forEach((word, k) => put(cells[k], word.trim()));
    });
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("paste", (event) => {
    const grid = event.target.closest?.("table[data-template]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!grid || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    pasteRows(grid, event.target, text);
  });
  document.addEventListener("click", (event) => {
    const adder = event.target.closest("[data-adds]");
    if (adder) {
      event.preventDefault();
      cellsOf(addRow(document.getElementById(adder.dataset.adds)))[0]?.focus();
    }
    const dropper = event.target.closest("[data-drops]");
    if (!dropper) return;
    const grid = dropper.closest("table");
    event.preventDefault();
    dropper.closest("tr").remove();
    renumber(grid);
    document.querySelector(`[data-adds="${grid.id}"]`)?.focus();
    grid.dispatchEvent(new Event("input", { bubbles: true }));
    grid.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const ready = () => {
    showNeeded();
    document.querySelector("[data-focus]")?.focus();
  };
  document.addEventListener("DOMContentLoaded", ready);
  document.addEventListener("htmx:afterSettle", showNeeded);
})();
