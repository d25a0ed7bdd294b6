// The print button of an FAQ page; without this script it stays hidden.
const button = document.getElementById("print");
if (button !== null && typeof window.print === "function") {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
