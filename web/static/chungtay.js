// What pages cannot do without a script, and nothing else: files that are dropped, and where the focus goes.
"use strict";

document.addEventListener("dragover", (event) => {
  const zone = event.target.closest?.(".drop");
  if (zone) { event.preventDefault(); zone.classList.add("over"); }
});
document.addEventListener("dragleave", (event) => event.target.closest?.(".drop")?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  const zone = event.target.closest?.(".drop");
  const input = zone?.querySelector("input[type=file]");
  if (!input) { return; }
  event.preventDefault();
  zone.classList.remove("over");
  if (event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    input.form.requestSubmit();
  }
});

// A button that prints, and a form that asks before it does something that cannot be undone at once.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) { window.print(); }
});
document.addEventListener("submit", (event) => {
  const question = event.target.dataset?.confirm;
  if (question && !window.confirm(question)) { event.preventDefault(); }
});
// A choice that is a form of its own is sent when it is made.
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submit]")) { event.target.form.requestSubmit(); }
});
