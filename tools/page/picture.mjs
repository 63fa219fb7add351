// Takes the picture of docs/report.png: the beginning of the page of a sample.
import { launch, open } from "./browser.mjs";

const browser = await launch();
const { page } = await open(browser, "ill", { viewport: { width: 1200, height: 1255 }, colorScheme: "light" });
await page.screenshot({ path: process.argv[2] });
await browser.close();
