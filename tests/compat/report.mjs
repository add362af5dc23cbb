// The HTML report in Chromium, from disk: `node report.mjs FILE` with the report of a run in which something failed and something was
// skipped. One line a check; ends with 1 where one fails.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const address = pathToFileURL(resolve(process.argv[2])).href;
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const options = {
  executablePath: process.env.CHROMIUM,
  headless: true,
  args: [...quiet, "--disable-component-update", "--disable-sync"],
};
const LEAST_CONTRAST = 4.5;
let failed = false;

const check = async (name, test) => {
  try {
    await test();
    console.log(`ok    report  ${name}`);
  } catch (error) {
    failed = true;
    console.log(`FAIL  report  ${name}: ${error.message.split("\n")[0]}`);
  }
};
const is = (holds, told) => {
  if (!holds) throw new Error(told);
};

// Every text that is shown, whose contrast with what is behind it is too weak. Runs in the page.
const weak = (least) => {
  const parse = (colour) => {
    const parts = colour.match(/[\d.]+/g).map(Number);
    return parts.length === 3 ? [...parts, 1] : parts;
  };
  const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3]));
  const behind = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) layers.push(parse(getComputedStyle(one).backgroundColor));
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    return layers.reverse().reduce((below, top) => over(top, below), dark ? [0, 0, 0] : [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const one = part / 255;
      return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.matches("script, title")) continue;
    const style = getComputedStyle(element);
    const below = behind(element.closest("svg") || element);
    const colour = parse(element.closest("svg") ? style.fill : style.color);
    // What lies on a badge lies on the colour of what is taken.
    if (element.matches(".fp-count")) continue;
    const [one, two] = [light(over(colour, below)), light(below)].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (two + 0.05);
    if (contrast < least) found.push(`${contrast.toFixed(2)} ${element.className || element.tagName} ${element.textContent.slice(0, 30)}`);
  }
  return [...new Set(found)];
};

// A profile of its own, which goes with the browser.
const browser = await chromium.launch(options);
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const heard = [];
  page.on("console", (message) => heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(error.message));
  page.on("request", (request) => request.url() !== address && heard.push(`request ${request.url()}`));
  await page.addInitScript(() => addEventListener("securitypolicyviolation", (one) => console.log(`policy ${one.violatedDirective}`)));
  await page.goto(address);
  const key = (...keys) => keys.reduce((before, one) => before.then(() => page.keyboard.press(one)), Promise.resolve());
  const focus = () => page.evaluate(() => document.activeElement.closest("[id], .pan, .line")?.id || document.activeElement.className);
  const rows = () => page.locator("#rows tr:not([hidden])").count();
  const all = await rows();
  const reds = await page.locator("#rows tr.r-failed").count();

  await check("something failed, something passed, something was skipped", async () => {
    is(reds > 0 && (await page.locator("#rows tr.r-passed").count()) > 0, "it shows nothing");
    is((await page.locator("#rows tr.r-skipped").count()) > 0, "nothing was skipped");
    is((await page.locator("details.case").count()) === all, "a case is missing");
  });
  await check("the first key goes to the skip link, and it leads to the cases", async () => {
    await key("Tab");
    is(await page.locator(".skip").evaluate((one) => one === document.activeElement), "no skip link");
    await key("Enter");
    is((await focus()) === "cases", await focus());
  });
  await check("/ filters by words, Escape clears", async () => {
    await key("/");
    is((await focus()) === "text", await focus());
    const name = await page.locator("#rows tr.r-failed .open").first().textContent();
    await page.keyboard.type(name);
    const left = await rows();
    is(left > 0 && left < all, `${left} of ${all}`);
    is((await page.locator("#shown").textContent()) === `${left} of ${all} cases`, "the count is not told");
    await key("Escape");
    is((await rows()) === all, "it was not cleared");
  });
  await check("arrows move over the table, Enter opens, Escape closes", async () => {
    await key("Enter");
    is((await focus()) === (await page.locator("#rows tr").first().getAttribute("id")), await focus());
    await key("ArrowDown", "ArrowUp", "j", "k", "Enter");
    is(await page.locator(".case.shown .wrong .finding").first().isVisible(), "no finding is shown");
    is((await page.locator(".case.shown").count()) === 1, "more than one is open");
    await key("Escape");
    is((await page.locator(".case.shown").count()) === 0, "it is still open");
    await key("Enter");
  });
  await check("a step and its box lead to each other, by keyboard", async () => {
    await key("p");
    is(await page.evaluate(() => document.activeElement.matches("a.act")), "no step has the focus");
    const step = await focus();
    await key("Enter");
    const node = await focus();
    is(/^n\d+-\d+$/.test(node), node);
    is(await page.locator(`[id="${node}"]`).evaluate((one) => one.classList.contains("lit")), "it is not marked");
    await key("Enter");
    is((await focus()) === step, `${await focus()} in place of ${step}`);
  });
  await check("transcript and drawing are reached by keyboard", async () => {
    await key("t");
    is(await page.evaluate(() => document.activeElement.matches(".line")), "the transcript");
    await key("d");
    is(await page.evaluate(() => document.activeElement.matches(".case.shown .pan")), "the drawing");
    const drawn = await page.locator(".case.shown .pan use").first().evaluate((one) => one.getBBox().width);
    is(drawn > 100, `the flow is drawn ${drawn} wide`);
  });
  await check("? shows the keys, Escape closes them alone", async () => {
    await key("?");
    is(await page.locator("#help").isVisible(), "no help");
    await key("Escape");
    is(!(await page.locator("#help").isVisible()) && (await page.locator(".case.shown").isVisible()), "too much is closed");
  });
  for (const colorScheme of ["light", "dark"]) {
    await check(`texts are readable, ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      const open = await page.evaluate(weak, LEAST_CONTRAST);
      await key("Escape");
      const closed = await page.evaluate(weak, LEAST_CONTRAST);
      await key("Enter");
      is(open.length + closed.length === 0, [...open, ...closed].join("; "));
    });
  }
  await check("nothing breaks out of a narrow window", async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    const open = await wide();
    await key("Escape");
    is(open <= 400 && (await wide()) <= 400, `${open} and ${await wide()}`);
  });
  await check("no message, no request, no violation of the policy", async () => is(heard.length === 0, heard.join("; ")));

  await check("without script everything is there", async () => {
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(address);
    is(await plain.locator("details.case[open] .finding").first().isVisible(), "no finding");
    is(await plain.locator("details.case[open] .line").first().isVisible(), "no transcript");
    is(await plain.locator("details.case[open] .path li").first().isVisible(), "no path");
    is(!(await plain.locator("#text").isVisible()), "a filter that cannot work is shown");
  });
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
