// The pages of synthetic sessions: what is where on them, and which areas of interest hold it.
import type { Aoi } from '../../src/session/aois.ts';
import type { Attachment, Box } from '../../src/session/session-data.ts';

/** A thing on a page that synthetic gaze looks at the middle of, never near its edge. */
export type Block = {
  selector: string;
  tag: string;
  attachment: Attachment;
  /** Of what sticks, in viewport px; of the rest, in document px, scrollers not scrolled. */
  box: Box;
  /** `Aoi.id` of every area that holds the whole block; no other area touches it. */
  aois: readonly string[];
  colour: string;
};

export type Page = {
  url: string;
  title: string;
  widthPx: number;
  heightPx: number;
  /** None overlap, but for what sticks, which covers what is beneath. */
  blocks: Block[];
};

const PAGE_WIDTH_PX = 1800;
const HEADER_HEIGHT_PX = 100;
const MARGIN_PX = 40;
const COLUMNS = 3;
const CARD = { widthPx: 400, heightPx: 220 };
const CARD_TOP_PX = 620;
const CARD_STEP = { xPx: 440, yPx: 280 };
const ASIDE_LEFT_PX = MARGIN_PX + COLUMNS * CARD_STEP.xPx;
const CARD_COLOURS = ['#d7e3fc', '#e2ece9', '#fde2e4', '#fff1e6', '#e4dcf1'];

/** Areas of interest whose answers every synthetic session knows. */
export const AOIS: readonly Aoi[] = [
  {
    id: 'hero',
    name: 'Hero',
    colour: '#1f77b4',
    urlPattern: '*',
    shape: { type: 'rectangle', xDocumentPx: 20, yDocumentPx: 120, widthPx: 1330, heightPx: 480 },
  },
  {
    id: 'first-row',
    name: 'First row of offers',
    colour: '#ff7f0e',
    urlPattern: 'https://shop.example/*',
    shape: {
      type: 'polygon',
      points: [
        { xDocumentPx: 20, yDocumentPx: 605 },
        { xDocumentPx: 1355, yDocumentPx: 605 },
        { xDocumentPx: 1355, yDocumentPx: 855 },
        { xDocumentPx: 20, yDocumentPx: 855 },
      ],
    },
  },
  {
    id: 'badge',
    name: 'Badge',
    colour: '#2ca02c',
    urlPattern: 'https://shop.example/',
    shape: { type: 'ellipse', xDocumentPx: 1370, yDocumentPx: 130, widthPx: 420, heightPx: 340 },
  },
  {
    id: 'offers',
    name: 'All offers',
    colour: '#d62728',
    urlPattern: 'https://shop.example/*',
    shape: { type: 'selector', selector: '#offers article' },
  },
  {
    id: 'menu',
    name: 'Menu that sticks',
    colour: '#9467bd',
    urlPattern: '*',
    shape: { type: 'selector', selector: 'body > header' },
  },
  {
    id: 'never',
    name: 'Never looked at',
    colour: '#8c564b',
    urlPattern: '*',
    shape: { type: 'rectangle', xDocumentPx: 0, yDocumentPx: 100_000, widthPx: 200, heightPx: 200 },
  },
];

const SITES = [
  { url: 'https://shop.example/', title: 'Shop' },
  { url: 'https://shop.example/offers', title: 'Shop: offers' },
  { url: 'https://shop.example/offers/7', title: 'Shop: offer 7' },
  { url: 'https://news.example/today', title: 'News of today' },
  { url: 'https://news.example/archive', title: 'News: archive' },
] as const;

/** @param heightPx of each; the rows of cards fill it */
export function createPages(heightPx: number): Page[] {
  return SITES.map(({ url, title }) => ({
    url,
    title,
    widthPx: PAGE_WIDTH_PX,
    heightPx,
    blocks: createBlocks(url, heightPx),
  }));
}

function createBlocks(url: string, heightPx: number): Block[] {
  const shop = url.startsWith('https://shop.example/');
  const hero = [0, 1].map((i): Block => {
    const box = { xDocumentPx: MARGIN_PX + i * 660, yDocumentPx: 140, widthPx: 620, heightPx: 440 };
    const tag = i === 0 ? 'h1' : 'img';
    const selector = `body > main > section:nth-of-type(1) > ${tag}`;
    return {
      selector,
      tag,
      attachment: 'document',
      box,
      aois: ['hero'],
      colour: i === 0 ? '#cfe8ff' : '#9ac4f8',
    };
  });
  const badge: Block = {
    selector: 'body > main > aside > img',
    tag: 'img',
    attachment: 'document',
    // Corners within the ellipse.
    box: { xDocumentPx: 1455, yDocumentPx: 200, widthPx: 250, heightPx: 200 },
    aois: url === 'https://shop.example/' ? ['badge'] : [],
    colour: '#b7e4c7',
  };
  const scroller = Array.from({ length: 4 }, (_, i): Block => ({
    selector: `#latest > li:nth-of-type(${i + 1})`,
    tag: 'li',
    attachment: 'scroller',
    box: { xDocumentPx: ASIDE_LEFT_PX + 40, yDocumentPx: 640 + i * 200, widthPx: 340, heightPx: 160 },
    aois: [],
    colour: '#eeeeee',
  }));
  return [...hero, badge, ...createCards(shop, heightPx), ...scroller, ...createMenu()];
}

function createCards(shop: boolean, heightPx: number): Block[] {
  const rows = Math.max(1, Math.floor((heightPx - CARD_TOP_PX) / CARD_STEP.yPx));
  return Array.from({ length: rows * COLUMNS }, (_, i) => {
    const [row, column] = [Math.floor(i / COLUMNS), i % COLUMNS];
    const aois = shop ? ['offers', ...(row === 0 ? ['first-row'] : [])] : [];
    return {
      selector: `#offers > article:nth-of-type(${i + 1})`,
      tag: 'article',
      attachment: 'document',
      box: {
        xDocumentPx: MARGIN_PX + column * CARD_STEP.xPx,
        yDocumentPx: CARD_TOP_PX + row * CARD_STEP.yPx,
        ...CARD,
      },
      aois,
      colour: CARD_COLOURS[i % CARD_COLOURS.length]!,
    };
  });
}

/** Sticks to the top of the viewport. */
function createMenu(): Block[] {
  return [0, 1, 2].map((i) => ({
    selector: `body > header > nav > a:nth-of-type(${i + 1})`,
    tag: 'a',
    attachment: 'viewport',
    box: { xDocumentPx: i * 600, yDocumentPx: 0, widthPx: 600, heightPx: HEADER_HEIGHT_PX },
    aois: ['menu'],
    colour: '#343a40',
  }));
}
