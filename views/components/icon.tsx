import type { VNode } from "preact";

/** Paths on a field of 24 × 24, drawn with a line of 1.75. */
const PATHS = {
  leaf: "M5 21c0-9 5-15 15-17 0 11-5 16-12 16-1 0-2 0-3-1M5 21c2-5 5-8 9-10",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  segments: "M12 3v9l7.5 5A9 9 0 1 1 12 3zM15 3.5A9 9 0 0 1 21 12h-6z",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .8 3.200 2.600 3.500 5.500",
  target:
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 16.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM12 12h.01",
  spark: "M12 3l2.200 6.800L21 12l-6.800 2.200L12 21l-2.200-6.800L3 12l6.800-2.200z",
  report: "M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5",
  model: "M12 3l8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.500 8-4.500M12 12v9",
  cohorts: "M4 4h4v16H4zM10 4h4v11h-4zM16 4h4v6h-4z",
  grid: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  flow: "M3 6c9 0 9 12 18 12M3 18c4 0 6-2.500 8-5M21 6c-4 0-6 2.500-8 5M18 15l3 3-3 3M18 3l3 3-3 3",
  flask: "M9 3h6M10 3v6l-5.500 9.500A1.700 1.700 0 0 0 6 21h12a1.700 1.700 0 0 0 1.500-2.500L14 9V3M7 15h10",
  upload: "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
  table: "M4 5h16v14H4zM4 10h16M10 5v14",
  queue: "M4 6h16M4 12h10M4 18h6M17 15v6M14 18h6",
  bell: "M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7zM10 20.500h4",
  settings: "M4 7h9M17 7h3M15 4.500v5M4 17h3M11 17h9M9 14.500v5",
  store: "M4 9l1.500-5h13L20 9M4 9v11h16V9M4 9h16M9 20v-6h6v6",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
  download: "M12 4v12M7 11l5 5 5-5M4 20h16",
  unfold: "M8 9l4-4 4 4M8 15l4 4 4-4",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  phone:
    "M5 4h4l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v4a1.500 1.500 0 0 1-1.600 1.500A16 16 0 0 1 3.500 5.600 1.500 1.500 0 0 1 5 4z",
  filter: "M4 6h16M7 12h10M10 18h4",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  warning: "M12 4l9 16H3zM12 10v5M12 17.500h.01",
  check: "M5 13l4 4L19 7",
  cross: "M6 6l12 12M18 6L6 18",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
  mail: "M3 6h18v12H3zM3 7l9 7 9-7",
  plus: "M12 5v14M5 12h14",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words; it says nothing by itself. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
