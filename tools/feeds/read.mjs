// Reads a news feed from stdin with feedsmith, which tells RSS from JSON Feed by
// itself, and prints what it found as JSON, in the shape that e2e.Feed names.
import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";

const { format, feed } = parseFeed(readFileSync(0, "utf8"));
const instant = (text) => (text ? new Date(text).toISOString() : "");

const reading = {
  rss: () => ({
    title: feed.title ?? "",
    language: feed.language ?? "",
    home: feed.link ?? "",
    self: feed.atom?.links?.find((l) => l.rel === "self")?.href ?? "",
    items: (feed.items ?? []).map((i) => ({
      id: i.guid?.value ?? "",
      permanent: i.guid?.isPermaLink ?? true,
      url: i.link ?? "",
      title: i.title ?? "",
      html: i.content?.encoded ?? i.description ?? "",
      language: [i.dc?.languages ?? i.dc?.language ?? feed.language ?? ""].flat()[0],
      published: instant(i.pubDate),
      authors: [i.dc?.creators ?? i.dc?.creator ?? []].flat(),
    })),
  }),
  json: () => ({
    title: feed.title ?? "",
    language: feed.language ?? "",
    home: feed.home_page_url ?? "",
    self: feed.feed_url ?? "",
    items: (feed.items ?? []).map((i) => ({
      id: i.id ?? "",
      permanent: false,
      url: i.url ?? "",
      title: i.title ?? "",
      html: i.content_html ?? "",
      language: i.language ?? feed.language ?? "",
      published: instant(i.date_published),
      authors: (i.authors ?? []).map((a) => a.name),
    })),
  }),
};

if (!reading[format]) throw new Error(`read as ${format}`);
console.log(JSON.stringify({ format, ...reading[format]() }));
