import type { VNode } from "preact";
import { includesRole, type Role } from "../src/auth/principal";
import { Icon, type IconName } from "./components/icon";
import { type PeriodTexts, withPeriod } from "./components/period-picker";

interface Part {
  /** Below `/app`. */
  readonly path: string;
  readonly label: string;
  readonly role?: Role;
}

interface Entry extends Part {
  readonly icon: IconName;
  /** The pages within it; the first is its own. */
  readonly parts?: readonly Part[];
}

/** The seven places of the dashboards. Below the current one stand its parts. */
export const NAVIGATION: readonly Entry[] = [
  { path: "", label: "This week", icon: "home" },
  { path: "/customers", label: "Customers", icon: "people" },
  { path: "/segments", label: "Segments", icon: "segments" },
  {
    path: "/audience",
    label: "Campaigns",
    icon: "target",
    parts: [
      { path: "/audience", label: "Audience" },
      { path: "/destinations", label: "Destinations" },
    ],
  },
  { path: "/report", label: "Report", icon: "report" },
  {
    path: "/datasets",
    label: "Data",
    icon: "table",
    parts: [
      { path: "/datasets", label: "Data sets" },
      { path: "/upload", label: "Upload", role: "analyst" },
      { path: "/queue", label: "Queue" },
    ],
  },
  {
    path: "/models",
    label: "Lab",
    icon: "flask",
    parts: [
      { path: "/models", label: "Models" },
      { path: "/cohorts", label: "Cohorts" },
      { path: "/products", label: "Products" },
      { path: "/rfm", label: "RFM" },
      { path: "/migration", label: "Migration" },
      { path: "/experiments", label: "Experiments" },
      { path: "/backtests", label: "Backtests" },
      { path: "/predictions", label: "Predictions" },
    ],
  },
];

interface NavigationProps {
  /** The path of the entry or part to mark. */
  readonly current: string;
  readonly tenant: string;
  readonly role: Role;
  /** Notifications. */
  readonly unread: number;
  readonly theme: "light" | "dark" | null;
  /** The period that the page shows. */
  readonly period: PeriodTexts;
}

/** The side: the brand, the places, and what belongs to the reader. On a phone it is a bar with two menus. */
export function Navigation(props: NavigationProps): VNode {
  const { unread } = props;
  return (
    <header class="side">
      <a class="brand" href="/app" aria-label="Perennial">
        <Icon name="leaf" />
        <span>Perennial</span>
      </a>
      <a class="find" href="/app/find" aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" />
        <span>Find</span>
        <span class="keys" aria-hidden="true">
          Ctrl K
        </span>
      </a>
      <button class="to-places" type="button" popovertarget="places" aria-label="Menu">
        <Icon name="menu" />
      </button>
      <Places {...props} />
      <div class="foot">
        <button class="account" type="button" popovertarget="account" aria-label={`Menu of ${props.tenant}`}>
          <Icon name="store" />
          <span class="tenant">{props.tenant}</span>
          <Icon name="unfold" />
        </button>
        <a
          class="bell"
          href="/app/notifications"
          aria-label={unread > 0 ? `Notifications: ${unread} unread` : "Notifications"}
          {...(props.current === "/notifications" && { "aria-current": "page" as const })}
        >
          <Icon name="bell" />
          {unread > 0 && <span class="unread">{unread > 99 ? "99+" : unread}</span>}
        </a>
      </div>
      <Account {...props} />
    </header>
  );
}

function Places({ current, role, period }: NavigationProps): VNode {
  const mayOpen = (part: Part) => !part.role || includesRole(role, part.role);
  return (
    <nav id="places" aria-label="Main" popover="auto">
      <ul>
        {NAVIGATION.filter(mayOpen).map(({ path, label, icon, parts }) => {
          const isPart = parts?.some((part) => part.path === current) === true;
          return (
            <li key={path} class={isPart ? "open" : ""}>
              <a
                href={withPeriod(path, current, period)}
                {...(path === current && !isPart && { "aria-current": "page" as const })}
                {...(isPart && { "aria-current": "true" as const })}
              >
                <Icon name={icon} />
                {label}
              </a>
              {parts && (
                <ul>
                  {parts.filter(mayOpen).map((part) => (
                    <li key={part.path}>
                      <a
                        href={withPeriod(part.path, current, period)}
                        {...(part.path === current && { "aria-current": "page" as const })}
                      >
                        {part.label}
                      </a>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

const THEMES = [
  ["system", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

/** Colours, settings, help and the way out. */
function Account({ tenant, theme, current }: NavigationProps): VNode {
  const links = [
    ["/app/settings", "Settings"],
    ["/app/glossary", "Glossary"],
    ["/docs", "API explorer"],
    ["/app/sign-out", "Sign out"],
  ] as const;
  return (
    <nav id="account" aria-label="Account" popover="auto">
      <p class="tenant">{tenant}</p>
      <form class="choice" method="post" action="/app/theme" aria-label="Colours">
        {THEMES.map(([value, label]) => (
          <button
            key={value}
            type="submit"
            name="theme"
            value={value}
            aria-pressed={(theme ?? "system") === value}
          >
            {label}
          </button>
        ))}
      </form>
      <ul>
        {links.map(([href, label]) => (
          <li key={href}>
            <a href={href} {...(href === `/app${current}` && { "aria-current": "page" as const })}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
