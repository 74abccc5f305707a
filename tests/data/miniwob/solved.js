// A page says itself whether it was solved; once wrong it stays wrong.
let over = "";
function tell(word) { if (!over) { over = word; document.getElementById("said").textContent = word; } }
function solved() { tell("Solved"); }
function wrong() { tell("Wrong"); }
document.addEventListener("DOMContentLoaded", () => { const said = document.createElement("output"); said.id = "said"; document.body.append(said); });
