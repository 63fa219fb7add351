import { chromium } from "playwright-core";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// None of these reach out of the machine by themselves.
const args = [
  "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
if (process.getuid?.() === 0) args.push("--no-sandbox");

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM, args });

// open shows the page of a sample and notes what it asks for and complains of.
export async function open(browser, sample, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(join(process.env.PAGES, sample, "report.html")).href;
  const noted = [];
  page.on("request", (request) => request.url() !== url && noted.push(`asks for ${request.url()}`));
  page.on("console", (message) => noted.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => noted.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { noted.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(url);
  return { page, noted };
}
