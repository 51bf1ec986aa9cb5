import type { ComponentChildren, VNode } from "preact";
import type { ScheduleRow } from "../../../../src/store/schedules";
import { MOST_RATES_CHARACTERS } from "../../../../src/transactions/rates";
import { Card, Notice } from "../../../components/card";
import type { Format } from "../../../format";
import {
  CURRENCIES,
  CURRENT_CURRENCIES,
  LOCALES,
  TIME_ZONES,
  USUAL_CURRENCIES,
} from "../../../forms/settings-form";
import type { TenantSettings } from "../../../tenant-settings";
import { WEEKDAYS } from "../../../words/weekdays";

const named = (codes: readonly string[], type: "currency" | "language") => {
  const names = new Intl.DisplayNames("en", { type });
  return codes.map((code) => ({ code, name: names.of(code) ?? code }));
};
const NAMED_CURRENCIES = named(CURRENCIES, "currency");
const NAMED_LOCALES = named(LOCALES, "language");
const ZONES = ["UTC", ...TIME_ZONES.filter((zone) => zone !== "UTC")];

/** What a form of the page was sent with and why it was refused; nothing for the others. */
export interface Refused {
  readonly form: string;
  readonly typed: URLSearchParams;
  readonly errors: Readonly<Record<string, string>>;
}

interface FormProps {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly isSaved: boolean;
  readonly mayChange: boolean;
  readonly children: ComponentChildren;
}

/** A part of the settings with a button of its own. */
function SettingsForm({ name, title, note, isSaved, mayChange, children }: FormProps): VNode {
  return (
    <Card title={title} note={note} id={name}>
      {isSaved && <Notice tone="good">Saved.</Notice>}
      {mayChange ? (
        <form class="stack" method="post" action={`/app/settings/${name}`}>
          <fieldset class="bare">
            <legend class="visually-hidden">{title}</legend>
            {children}
            <div class="row">
              <button type="submit">Save</button>
            </div>
          </fieldset>
        </form>
      ) : (
        <fieldset class="bare" disabled>
          <legend class="visually-hidden">{title}</legend>
          {children}
        </fieldset>
      )}
    </Card>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly unit?: string;
}

function NumberField({ name, label, hint, value, error, unit }: FieldProps): VNode {
  return (
    <label>
      {label}
      {unit && ` (${unit})`}
      <input
        name={name}
        inputMode="decimal"
        required
        value={value}
        autocomplete="off"
        {...(error && { "aria-invalid": "true" as const })}
      />
      {error ? <span class="error">{error}</span> : <span class="hint">{hint}</span>}
    </label>
  );
}

interface PartProps {
  readonly settings: TenantSettings;
  readonly refused: Refused | null;
  readonly saved: string | null;
  readonly mayChange: boolean;
}

/** What a field shows: what was typed where it was refused, else what holds. */
function reader({ refused }: PartProps, form: string) {
  const own = refused?.form === form ? refused : null;
  return {
    value: (name: string, holds: string) => own?.typed.get(name) ?? holds,
    error: (name: string) => own?.errors[name],
  };
}

/** 0.125 → `12.5`. */
const inPercent = (share: number) => String(Math.round(share * 1e6) / 1e4);

export function MoneyForm(props: PartProps): VNode {
  const { settings, saved, mayChange } = props;
  const { value, error } = reader(props, "money");
  const currency = value("currency", settings.currency ?? "");
  const locale = value("locale", settings.locale);
  const timeZone = value("time_zone", settings.timeZone);
  const option = ({ code, name }: (typeof NAMED_CURRENCIES)[number]) => (
    <option key={code} value={code} selected={code === currency}>
      {code} ({name})
    </option>
  );
  return (
    <SettingsForm
      name="money"
      title="Currencies and language"
      note="Trainings count in this currency, and these pages show amounts, numbers and dates this way. Other currencies are converted at the rates below, or set aside."
      isSaved={saved === "money"}
      mayChange={mayChange}
    >
      <div class="fields">
        <label>
          Currency to count in
          <select name="currency">
            <option value="">None</option>
            <optgroup label="Often used">
              {NAMED_CURRENCIES.filter(({ code }) => USUAL_CURRENCIES.includes(code)).map(option)}
            </optgroup>
            <optgroup label="All others">
              {NAMED_CURRENCIES.filter(
                ({ code }) =>
                  !USUAL_CURRENCIES.includes(code) &&
                  (CURRENT_CURRENCIES.includes(code) || code === currency),
              ).map(option)}
            </optgroup>
          </select>
          {error("currency") && <span class="error">{error("currency")}</span>}
        </label>
        <label>
          Number and date format
          <select name="locale">
            {NAMED_LOCALES.map(({ code, name }) => (
              <option key={code} value={code} selected={code === locale}>
                {name}
              </option>
            ))}
          </select>
          {error("locale") && <span class="error">{error("locale")}</span>}
        </label>
        <label>
          Time zone
          <select name="time_zone">
            {ZONES.map((zone) => (
              <option key={zone} selected={zone === timeZone}>
                {zone}
              </option>
            ))}
          </select>
          {error("time_zone") && <span class="error">{error("time_zone")}</span>}
        </label>
      </div>
      <label>
        Exchange rates
        <textarea
          name="rates"
          rows={4}
          maxLength={MOST_RATES_CHARACTERS}
          spellcheck={false}
          placeholder="2026-01-31,GBP,1.16"
          {...(error("rates") && { "aria-invalid": "true" as const })}
        >
          {value("rates", settings.rates)}
        </textarea>
        {error("rates") ? (
          <span class="error">{error("rates")}</span>
        ) : (
          <span class="hint">
            One per line: date, currency, and what one unit of it is worth in the currency above from that day
            on. Amounts in a currency without a rate are set aside, unless the file has its own rates.
          </span>
        )}
      </label>
    </SettingsForm>
  );
}

export function CostsForm(props: PartProps): VNode {
  const { settings, saved, mayChange } = props;
  const { value, error } = reader(props, "costs");
  const unit = settings.currency ?? "in your currency";
  return (
    <SettingsForm
      name="costs"
      title="Cost of errors"
      note="A training uses these to choose the probability from which a customer counts as about to leave. They apply from the next training on."
      isSaved={saved === "costs"}
      mayChange={mayChange}
    >
      <div class="fields">
        <NumberField
          name="missed_churner_cost"
          label="A missed leaver"
          unit={unit}
          hint="What you lose when a customer leaves and nobody acted."
          value={value("missed_churner_cost", String(settings.missedChurnerCost))}
          error={error("missed_churner_cost")}
        />
        <NumberField
          name="false_alarm_cost"
          label="A false alarm"
          unit={unit}
          hint="What you spend on a customer who would have stayed."
          value={value("false_alarm_cost", String(settings.falseAlarmCost))}
          error={error("false_alarm_cost")}
        />
      </div>
    </SettingsForm>
  );
}

export function ContactForm(props: PartProps): VNode {
  const { settings, saved, mayChange } = props;
  const { value, error } = reader(props, "contact");
  return (
    <SettingsForm
      name="contact"
      title="What a contact costs and brings"
      note="All advice goes by these, from the next page on: who is worth contacting, and what it should bring."
      isSaved={saved === "contact"}
      mayChange={mayChange}
    >
      <div class="fields">
        <NumberField
          name="contact_cost"
          label="A contact"
          unit={settings.currency ?? "in your currency"}
          hint="A letter, a call or an e-mail, whatever comes of it."
          value={value("contact_cost", String(settings.contactCost))}
          error={error("contact_cost")}
        />
        <NumberField
          name="offer_cost"
          label="An offer"
          unit={settings.currency ?? "in your currency"}
          hint="A voucher or a gift, for each who takes it."
          value={value("offer_cost", String(settings.offerCost))}
          error={error("offer_cost")}
        />
        <NumberField
          name="margin"
          label="Margin"
          unit="%"
          hint="What is left of a sale after the cost of the goods."
          value={value("margin", inPercent(settings.margin))}
          error={error("margin")}
        />
        <NumberField
          name="success_rate"
          label="Success rate"
          unit="%"
          hint="The share of customers about to leave whom an offer wins back."
          value={value("success_rate", inPercent(settings.successRate))}
          error={error("success_rate")}
        />
        <NumberField
          name="redeem_rate"
          label="Stayers who take it"
          unit="%"
          hint="The share of customers who would stay anyway but take the offer too."
          value={value("redeem_rate", inPercent(settings.redeemRate))}
          error={error("redeem_rate")}
        />
      </div>
    </SettingsForm>
  );
}

export function AlertsForm(props: PartProps): VNode {
  const { settings, saved, mayChange } = props;
  const { value, error } = reader(props, "alerts");
  return (
    <SettingsForm
      name="alerts"
      title="Alerts"
      note="Checked after each training, for those who chose them below or by webhook. Each is sent once, and again only after it was over. 0 turns one off."
      isSaved={saved === "alerts"}
      mayChange={mayChange}
    >
      <div class="fields">
        <NumberField
          name="alert_revenue_drop"
          label="Revenue is down by"
          unit="%"
          hint="90 days beside the same days a year earlier, or the days before. Never for what chance may bring."
          value={value("alert_revenue_drop", inPercent(settings.alertRevenueDrop))}
          error={error("alert_revenue_drop")}
        />
        <NumberField
          name="alert_churn_rise"
          label="Leavers are up by"
          unit="points"
          hint="The share of customers expected to leave, since its lowest. Never within the error of the forecast."
          value={value("alert_churn_rise", inPercent(settings.alertChurnRise))}
          error={error("alert_churn_rise")}
        />
        <NumberField
          name="alert_key_accounts"
          label="Key accounts to watch"
          hint="Your largest customers by spend: when one is silent beyond their own rhythm."
          value={value("alert_key_accounts", String(settings.alertKeyAccounts))}
          error={error("alert_key_accounts")}
        />
      </div>
    </SettingsForm>
  );
}

export function ScheduleForm(
  props: PartProps & {
    readonly schedule: ScheduleRow | null;
    readonly newest: string | null;
    readonly format: Format;
  },
): VNode {
  const { saved, mayChange, schedule, newest, format } = props;
  const { value, error } = reader(props, "schedule");
  const every = value("every", schedule?.every ?? "off");
  const day = String(schedule?.day ?? 1);
  const weekday = value("weekday", schedule?.every === "weekly" ? day : "1");
  const monthDay = value("month_day", schedule?.every === "monthly" ? day : "1");
  const hour = value("hour", String(schedule?.hour ?? 3));
  const next = schedule ? `Next on ${format.moment(schedule.nextDue)}. ` : "";
  return (
    <SettingsForm
      name="schedule"
      title="Train automatically"
      note={`${next}Trains on all files of the data set with the newest orders${newest ? ` (now ${newest})` : "; there is none yet"}.`}
      isSaved={saved === "schedule"}
      mayChange={mayChange}
    >
      <div class="row" role="radiogroup" aria-label="How often">
        {[
          ["off", "Never"],
          ["weekly", "Every week"],
          ["monthly", "Every month"],
        ].map(([key, label]) => (
          <label class="check" key={key}>
            <input type="radio" name="every" value={key} checked={every === key} />
            {label}
          </label>
        ))}
        {error("every") && <span class="error">{error("every")}</span>}
      </div>
      <div class="fields">
        <label>
          Each week on
          <select name="weekday">
            {WEEKDAYS.map((name, i) => (
              <option key={name} value={String(i + 1)} selected={weekday === String(i + 1)}>
                {name}
              </option>
            ))}
          </select>
          {error("weekday") && <span class="error">{error("weekday")}</span>}
        </label>
        <label>
          Each month on day
          <input name="month_day" type="number" min="1" max="28" value={monthDay} />
          {error("month_day") && <span class="error">{error("month_day")}</span>}
        </label>
        <label>
          At hour (UTC)
          <input name="hour" type="number" min="0" max="23" value={hour} />
          {error("hour") && <span class="error">{error("hour")}</span>}
        </label>
      </div>
    </SettingsForm>
  );
}
