import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { launch, open } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const samples = readdirSync(process.env.PAGES);
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// audit returns what axe-core finds wrong.
async function audit(page, ...rules) {
  const { violations } = await page.evaluate((only) => axe.run(only.length ? { runOnly: only } : {}), rules);
  return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`);
}

for (const sample of samples) {
  test(`${sample}: loads nothing, complains of nothing, axe finds nothing`, async () => {
    const { page, noted } = await open(browser, sample, { colorScheme: "light" });
    for (const details of await page.locator("summary").all()) await details.click();
    await page.evaluate(axe);
    assert.deepEqual(await audit(page), [], "by day");
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await audit(page, "color-contrast"), [], "by night");
    await page.setViewportSize({ width: 390, height: 844 });
    assert.deepEqual(await audit(page), [], "on a phone");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} pixels wider than a phone`);
    assert.deepEqual(noted, []);
    await page.context().close();
  });
}

test("what stands in cells runs nowhere", async () => {
  const { page, noted } = await open(browser, "hostile");
  const title = await page.title();
  for (const cell of await page.locator("#list td:nth-child(3)").all()) await cell.hover();
  await page.fill("#search", "<script>");
  await page.waitForFunction(() => document.querySelectorAll("#list tbody tr").length < 10);
  assert.match(await page.locator("#list tbody").textContent(), /<script>document\.title='broken'<\/script>/);
  assert.equal(await page.title(), title);
  assert.equal(await page.locator("h1").count(), 1);
  assert.deepEqual(noted, []);
});

test("no script of somebody else's is run", async () => {
  const { page, noted } = await open(browser, "well");
  await page.evaluate(() => {
    const foreign = document.createElement("script");
    foreign.textContent = "document.title = 'broken'";
    document.body.append(foreign);
  });
  assert.notEqual(await page.title(), "broken");
  assert.match(noted.join("\n"), /Content Security Policy/);
});

test("without a script the page reads, and the first rows stand there", async () => {
  const { page } = await open(browser, "many", { javaScriptEnabled: false });
  assert.equal(await page.locator("#list tbody tr").count(), 100);
  assert.match(await page.locator("#shown").textContent(), /The first 100 of 60,000 rows/);
  assert.equal(await page.locator("#find").isVisible(), false);
});

// cells returns the texts of the n-th cells of the rows that are shown.
const cells = (page, n) => page.locator(`#list tbody td:nth-child(${n})`).allTextContents();

test("fifty thousand rows are searched, filtered, sorted and turned over", async (t) => {
  const began = performance.now();
  const { page } = await open(browser, "many");
  t.diagnostic(`shown after ${Math.round(performance.now() - began)} ms`);
  const shown = page.locator("#shown");
  assert.equal(await shown.textContent(), "1 to 50 of 50,000 rows.");
  assert.equal((await cells(page, 1)).length, 50, "only one page of rows is in the document");

  await page.click("#on");
  assert.equal(await shown.textContent(), "51 to 100 of 50,000 rows.");
  assert.equal((await cells(page, 1))[0], "51");

  await page.selectOption("#outcome", "not_found");
  assert.equal(await shown.textContent(), "1 to 50 of 16,666 rows.");
  assert.deepEqual([...new Set(await cells(page, 4))], ["not_found"]);
  await page.selectOption("#outcome", "");

  const row = page.locator("#list th").first();
  await row.locator("button").click();
  assert.equal(await row.getAttribute("aria-sort"), "descending");
  assert.equal((await cells(page, 1))[0], "50000");
  const message = page.locator("#list th").nth(6);
  const clicked = performance.now();
  await message.locator("button").click();
  t.diagnostic(`sorted by message after ${Math.round(performance.now() - clicked)} ms`);
  assert.equal(await message.getAttribute("aria-sort"), "ascending");
  assert.equal(await row.getAttribute("aria-sort"), "none");
  assert.equal((await cells(page, 7))[0], "Contact not found.");

  await page.fill("#search", "VALUE 49999");
  await page.waitForFunction(() => document.querySelector("#shown").textContent === "1 to 1 of 1 row.");
  assert.deepEqual(await cells(page, 1), ["49999"]);
  assert.equal(await page.locator("#pages").isVisible(), false);
  await page.fill("#search", "no such thing");
  await page.waitForFunction(() => document.querySelector("#shown").textContent === "No row matches.");
});

test("the keyboard reaches everything, and shows where it is", async () => {
  const { page } = await open(browser, "many");
  await page.focus("#search");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "outcome");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "row");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, "none");
  await page.keyboard.press("Enter");
  assert.equal((await cells(page, 1))[0], "50000");
});

test("on paper the controls are gone and nothing is cut off", async () => {
  const { page } = await open(browser, "ill", { viewport: { width: 700, height: 1000 } });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#find").isVisible(), false);
  assert.equal(await page.locator("#pages").isVisible(), false);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
});

test("on paper what is folded lies open", async () => {
  const { page } = await open(browser, "hostile");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("details li").last().isVisible(), true);
});

test("on a phone each row shows its message, and nothing is pushed aside", async () => {
  for (const sample of ["ill", "hostile", "many"]) {
    const { page } = await open(browser, sample, { viewport: { width: 360, height: 740 } });
    const aside = await page.evaluate(() => {
      const box = document.querySelector(".scroll");
      return box.scrollWidth - box.clientWidth;
    });
    assert.ok(aside <= 0, `the table of ${sample} is ${aside} pixels wider than a phone`);
    assert.equal(await page.locator("#list tbody td:nth-child(7)").first().isVisible(), true);
    await page.context().close();
  }
});
