// Values in words: figures with their units, times of the story, how likely, who sees what.

const TIMES = { share: 100, percent: 1 };

function step(sheet) {
  const range = (sheet.high - sheet.low) * (TIMES[sheet.unit] ?? 1);
  return sheet.whole || range >= 50 ? 1 : range >= 5 ? 0.1 : 0.01;
}

/** `62`, `0.35`, without a unit: no more digits than the range makes sense of. */
export function bare(sheet, value) {
  const by = step(sheet);
  const rounded = Math.round((value * (TIMES[sheet.unit] ?? 1)) / by) * by;
  return (rounded === 0 ? 0 : rounded).toLocaleString("en-GB", { maximumFractionDigits: 2 });
}

/** `62 points`, `35 %`, `3 persons`. */
export function figure(sheet, value) {
  const unit = sheet.unit in TIMES ? "%" : sheet.whole ? "" : sheet.unit;
  return unit ? `${bare(sheet, value)}\u00a0${unit}` : bare(sheet, value);
}

/** The sentence that a gauge of yes or no means; nothing for the others. */
export function sentence(sheet, value) {
  return value !== 0 ? sheet.yes : sheet.no;
}

/** A gauge as it is seen: `about 45`. */
export function seen(sheet, gauge) {
  if (sheet.yes || sheet.no) return sentence(sheet, gauge.value) || (gauge.value ? "yes" : "no");
  const told = figure(sheet, gauge.value);
  return gauge.sight === "noisy" ? `about ${told}` : told;
}

/** How far off that may be: `give or take 20`; nothing, where it is exact. */
export function unsure(sheet, gauge) {
  const error = gauge.sight === "noisy" && gauge.error ? bare(sheet, gauge.error) : "0";
  return error === "0" ? "" : `give or take ${error}`;
}

const NOTICED = 0.01;
const SURE = 2 * Math.SQRT2; // errors of noisy sight by which two sightings differ before it looks like a change

/** How much of its range a gauge moved since the turn before; 0, where that may be an error of sight. */
export function moved(sheet, gauge) {
  const change = Math.abs(gauge.trend ?? 0);
  const error = gauge.error ?? sheet.high - sheet.low;
  if (change <= SURE * error) return 0;
  return change / (sheet.whole ? 1 : sheet.high - sheet.low);
}

/** `{way: "up", by: "4"}`; null, where no change can be seen. */
export function trend(sheet, gauge) {
  if (moved(sheet, gauge) < NOTICED / 2) return null;
  const by = bare(sheet, Math.abs(gauge.trend));
  return by === "0" ? null : { way: gauge.trend > 0 ? "up" : "down", by };
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function moment(local, minutes) {
  const [year, month, day, hour, minute] = local.match(/\d+/g).map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute + minutes));
}

const clockTime = (date) => date.toISOString().slice(11, 16);

/** `Tue 31 Dec, 11:20`: local time of the story, `minutes` later than `local`. */
export function when(local, minutes = 0) {
  const date = moment(local, minutes);
  return `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}, ${clockTime(date)}`;
}

/** Of a minute of the story, as seen from a situation that says where it stands. */
export function at(situation, minute) {
  return when(situation.local_time, minute - situation.minute);
}

/** How likely, in words and per cent. */
export function likely(probability) {
  const words = [
    [0.03, "almost certainly not"],
    [0.2, "very unlikely"],
    [0.4, "unlikely"],
    [0.6, "about even odds"],
    [0.8, "likely"],
    [0.97, "very likely"],
    [2, "almost certain"],
  ].find(([below]) => probability < below)[1];
  return `${words} (${Math.round(100 * probability)}\u00a0%)`;
}

export const VISIBILITY = {
  overt: "everybody sees it",
  private: "only those concerned see it",
  covert: "secret, unless it comes out",
  deniable: "seen, but not whose it is",
};
export const SEVERITY = {
  SQ: "",
  DE: "calms",
  PO: "posture",
  NV: "pressure without force",
  VI: "violent",
  WAR: "open war",
};
export const PLACES = { home: "at home", alert: "on alert", transit: "under way", theatre: "in the theatre" };
export const HEADINGS = { out: ", on the way out", back: ", on the way back" };
export const STAGES = { approval: "waits for approval", preparation: "in preparation" };
export const PHASES = {
  lobby: "Lobby",
  practice: "Practice",
  brief: "Brief",
  turns: "Turns",
  debrief: "Debrief",
  end: "End",
};

/** `1 order`, `3 orders`. */
export function count(number, one, several = `${one}s`) {
  return `${number} ${number === 1 ? one : several}`;
}

/** `a, b and c`. */
export function joined(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** With a capital first. */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Where pupils go: the address at which other machines find this one, whatever this page itself was opened by. */
export function joinAddress({ addresses }) {
  return `${addresses.at(-1) ?? `${location.origin}/`}join`;
}
