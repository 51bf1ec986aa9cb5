import { describe, expect, test } from "bun:test";
import { htmlFaults, linksOf, pageFaults } from "./html-faults";

describe("what is wrong with a page", () => {
  test.each([
    ["<p>All is well</p>", []],
    ["<p>one<div>two</div></p>", ["<p> is not closed, or holds what it may not"]],
    ["<ul><li>one</ul>", ["<li> is not closed, or holds what it may not"]],
    ['<p style="color:red">a</p>', ['<p style="color:red"> has style']],
    ['<button onclick="x()">a</button>', ['<button onclick="x()"> has onclick']],
    ["<script>x()</script>", ["<script> is written into the page"]],
    ['<a href="mailto:ann%40shop.example?body=a%20b">a</a>', []],
    ['<a href="//else.example">a</a>', ['<a href="//else.example"> leads elsewhere']],
    ['<form action="https://else.example"></form>', ['<form action="https://else.example"> leads elsewhere']],
    ['<p id="a"></p><p id="a"></p>', ["the id a is there more than once"]],
    ['<input name="a">', ['<input name="a"> has no label']],
    ['<label for="b">B</label><input id="b">', []],
    ["<label>B <select><option>1</option></select></label>", []],
    ['<label for="c">C</label>', ['<label for="c"> names c, which is not there']],
    ['<a href="#gone">x</a>', ['<a href="#gone"> names gone, which is not there']],
    ["<svg></svg>", ["<svg> has no title", "<svg> has no desc"]],
    ["<svg><title>Sales</title><desc>They rise.</desc></svg>", []],
    ['<svg aria-hidden="true"></svg>', []],
    ["<p>NaN customers</p>", ["it says “NaN customers”"]],
    ['<a href="/app"></a>', ['<a href="/app"> has no words']],
  ])("%s", (html, faults) => {
    expect(htmlFaults(html as string)).toEqual(faults as string[]);
  });

  test("a page has one h1, a title, a language, and headings in order", () => {
    const page = (main: string) =>
      `<!doctype html><html lang="en"><head><title>Segments · Perennial</title></head><body><main>${main}</main></body></html>`;
    expect(pageFaults(page("<h1>Segments</h1><h2>Who</h2><h3>How many</h3><h2>What</h2>"))).toEqual([]);
    expect(pageFaults(page("<h1>Segments</h1><h3>Who</h3>"))).toEqual(["<h3> “Who” comes after h1"]);
    expect(pageFaults(page("<h2>Segments</h2>"))).toEqual([
      "there are 0 h1",
      "<h2> “Segments” comes after h nothing",
    ]);
  });

  test("links are those of the dashboards, and forms as they stand", () => {
    const html = `<a href="/app/rfm#top">a</a><a href="/docs">b</a>
      <form action="/app/customers"><input name="q" value="12"><select name="sort"><option value="a">A</option><option selected value="b">B</option></select><input type="checkbox" name="overdue"></form>
      <form method="post" action="/app/theme"></form>`;
    expect(linksOf(html)).toEqual(["/app/rfm", "/app/customers?q=12&sort=b"]);
  });
});
