/** When a tenant's weekly mail goes out, by the tenant's clock. */
export interface WeeklyTime {
  /** 1 Monday to 7 Sunday. */
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
  /** IANA. */
  readonly timeZone: string;
}

/** A moment at which a weekly mail is due, and the week that it is for. */
interface Due {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Its Monday: `2026-11-30`. */
  readonly week: string;
}

/**
 * The first moment after `after` (milliseconds since 1970) at which a mail is due for a week later than `lastWeek`. An
 * hour that the clock skips in spring counts as the next one; of one that it repeats in autumn, the first counts.
 */
export function nextWeekly(time: WeeklyTime, after: number, lastWeek: string | null): Due {
  const now = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(time.timeZone);
  let date = now.toPlainDate().add({ days: (time.day - now.dayOfWeek + 7) % 7 });
  for (;;) {
    const due = dueOn(date, time);
    if (due.at > after && (lastWeek === null || due.week > lastWeek)) return due;
    date = date.add({ days: 7 });
  }
}

/** The last moment up to `until` at which a mail was due. */
export function lastWeekly(time: WeeklyTime, until: number): Due {
  const now = Temporal.Instant.fromEpochMilliseconds(until).toZonedDateTimeISO(time.timeZone);
  let date = now.toPlainDate().subtract({ days: (now.dayOfWeek - time.day + 7) % 7 });
  for (;;) {
    const due = dueOn(date, time);
    if (due.at <= until) return due;
    date = date.subtract({ days: 7 });
  }
}

function dueOn(date: Temporal.PlainDate, { hour, timeZone }: WeeklyTime): Due {
  return {
    at: date.toPlainDateTime({ hour }).toZonedDateTime(timeZone).epochMilliseconds,
    week: date.subtract({ days: date.dayOfWeek - 1 }).toString(),
  };
}
