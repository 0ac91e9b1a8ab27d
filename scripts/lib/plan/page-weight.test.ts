import { expect, it } from "vitest";
import { filesOf } from "./page-weight.ts";

it("a phone takes the first kind of picture that it knows, in the size that fits", () => {
  const html = `<picture>
    <source srcset="/a/400.avif 400w, /a/1200.avif 1200w, /a/2400.avif 2400w" type="image/avif">
    <source srcset="/a/1200.webp 1200w" type="image/webp">
    <img src="/a/1200.jpg" alt=""></picture>`;
  expect(filesOf(html).pictures).toEqual(["/a/1200.avif"]);
});

it("takes the largest when none is large enough, and a single picture as it is", () => {
  const html = `<img srcset="/a/400.webp 400w, /a/640.webp 640w" src="/a/640.webp" alt=""><img src="/b.webp" alt="">`;
  expect(filesOf(html).pictures).toEqual(["/a/640.webp", "/b.webp"]);
});

it("counts style sheets, scripts and the icon once each, and nothing from elsewhere", () => {
  const html = `<link rel="icon" href="/favicon.svg"><link rel="canonical" href="/sales/x">
    <link rel="preload" href="/x.css"><link rel="stylesheet" href="/x.css">
    <script src="/x.js?v=1"></script><script>inline()</script>
    <img src="https://elsewhere.example/x.png" alt=""><img src="data:image/png;base64,AA" alt="">
    <noscript><img src="/never.png" alt=""></noscript>`;
  expect(filesOf(html)).toEqual({ pictures: [], others: ["/favicon.svg", "/x.css", "/x.js"] });
});
