const field = document.getElementById("find"), found = document.getElementById("found");
const articles = [...document.querySelectorAll("article")].map((one) => [one, one.textContent.toLowerCase()]);
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const [article, text] of articles) {
    article.hidden = !words.every((word) => text.includes(word));
    count += !article.hidden;
  }
  for (const section of document.querySelectorAll("section")) {
    const own = [...section.querySelectorAll("article")];
    section.hidden = own.length ? own.every((one) => one.hidden) : words.length > 0;
  }
  found.textContent = words.length ? `${count} found` : "";
});
