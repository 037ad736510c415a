/** Days as a price board says them. */
import { WEEKDAYS, type Calendar, type DayName, type Weekday } from './tariff'

const WEEKDAY_WORDS: Readonly<Record<Weekday, string>> = {
  mon: '周一',
  tue: '周二',
  wed: '周三',
  thu: '周四',
  fri: '周五',
  sat: '周六',
  sun: '周日',
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  workday: '工作日',
  dayOff: '非工作日',
  weekend: '周末',
  holiday: '节假日',
}

const DAY_WORDS: Readonly<Record<string, string>> = { ...WEEKDAY_WORDS, ...TYPE_WORDS }

/** Whether people can read what a type of day is called. */
export const isNamed = (type: DayName, { names }: Pick<Calendar, 'names'>): boolean =>
  names?.[type] !== undefined || Object.hasOwn(TYPE_WORDS, type)

const wordOf = (day: DayName): string => DAY_WORDS[day] ?? day

/** 周一至周五、节假日 */
export const daysSaid = (days: readonly DayName[] = []): string =>
  runsOf(days)
    .map((run) =>
      run.length > 2 ? `${wordOf(run[0] ?? '')}至${wordOf(run.at(-1) ?? '')}` : run.map(wordOf).join('、'),
    )
    .join('、')

/** Weekdays that follow one another, together. */
function runsOf(days: readonly DayName[]): DayName[][] {
  const runs: DayName[][] = []
  for (const day of days) {
    const before = WEEKDAYS.indexOf(runs.at(-1)?.at(-1) as Weekday)
    if (before >= 0 && WEEKDAYS[before + 1] === day) runs.at(-1)?.push(day)
    else runs.push([day])
  }
  return runs
}
