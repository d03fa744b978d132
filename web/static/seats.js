// A person is dragged onto a seat: the seat's own form is sent, as a click would, and says who was wanted.
"use strict";

let dragged = null;

const seatOf = (event) => {
  const seat = event.target.closest?.("[data-takes]");
  return dragged && seat?.classList.contains("allowed") ? seat : null;
};
const light = () => {
  for (const seat of document.querySelectorAll("[data-takes]")) {
    seat.classList.toggle("allowed", dragged !== null && JSON.parse(seat.dataset.takes).includes(dragged));
    seat.classList.remove("over");
  }
};

document.addEventListener("dragstart", (event) => {
  const person = event.target.closest?.("[data-person]");
  if (!person) { return; }
  dragged = person.dataset.person;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", person.textContent.trim());
  light();
});
document.addEventListener("dragend", () => { dragged = null; light(); });
// A closed list of seats opens under what is dragged over it, and its seats light up when they are there.
document.addEventListener("dragenter", (event) => {
  const list = event.target.closest?.("details.crew");
  if (dragged && list) { list.open = true; }
});
document.addEventListener("htmx:afterSwap", light);
document.addEventListener("dragover", (event) => {
  const seat = seatOf(event);
  if (seat) { event.preventDefault(); seat.classList.add("over"); }
});
document.addEventListener("dragleave", (event) => seatOf(event)?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  const form = seatOf(event)?.querySelector("form");
  if (!form) { return; }
  event.preventDefault();
  form.elements.wanted.value = dragged;
  form.requestSubmit();
  form.elements.wanted.value = "";
});
