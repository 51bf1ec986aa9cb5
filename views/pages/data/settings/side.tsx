import type { VNode } from "preact";

/** A section of the settings: the id of its card, and its name. */
export type SettingsSection = readonly [id: string, name: string];

/** Sections that belong together, under a name. */
export interface SettingsGroup {
  readonly name: string;
  /** Those that the reader does not see are left out. */
  readonly sections: readonly (SettingsSection | false | null)[];
}

/** The way to each section, beside them; perennial.js marks the one in view. */
export function SettingsSide({ groups }: { readonly groups: readonly SettingsGroup[] }): VNode {
  return (
    <nav class="settings-side marks" aria-label="Settings">
      {groups.map(({ name, sections }) => {
        const shown = sections.filter((section) => section !== false && section !== null);
        return (
          shown.length > 0 && (
            <div key={name}>
              <h2>{name}</h2>
              <ul>
                {shown.map(([id, label]) => (
                  <li key={id}>
                    <a href={`#${id}`}>{label}</a>
                  </li>
                ))}
              </ul>
            </div>
          )
        );
      })}
    </nav>
  );
}
