// What the page scripts are given by the build, as TypeScript reads it. No script of its own comes of this.

/** A cell of a file: nothing, text, a figure, or a day. */
type Cell = null | string | number | { day: string };

interface Sheet { name: string; rows: Cell[][]; widths: number[]; heading: number }

/** sentre.json, the buyers' file. */
interface BuyersFile {
  schema_version: string;
  generated_at: string;
  as_of: string;
  demonstration: boolean;
  site_url: string;
  commit: string | null;
  total: number;
  centres: BuyersCentre[];
}

interface BuyersCentre {
  slug: string;
  name: string;
  organisation_number: string;
  status: string;
  status_since: string | null;
  /** Where the approval was transferred to, when that is why it ended. */
  successor: { name: string; slug: string } | null;
  approved_since: string | null;
  approved_months: number | null;
  valid_until: string | null;
  renewal: string | null;
  follow_up: string | null;
  street: string | null;
  postcode: string;
  city: string;
  county: string;
  phone_numbers: { number: string; use: string[] }[];
  email: string | null;
  websites: string[];
  seats: number | null;
  reports: Report[];
  sanctions: { kind: string; from: string; until: string | null }[];
  history: [string, string][];
  /** The fields that a facet has several values in (`services`, `languages` …). */
  [several: string]: unknown;
}

interface Report {
  year: number;
  calls_connected: number;
  complaints_received: number;
  complaints_upheld: number;
  received_per_100000: number | null;
  upheld_per_100000: number | null;
}

/** One line of a list that somebody brought: a whole organisation number, or none and why. */
interface Item { line: number; written: string; number: string | null; reason: string | null }

interface Answered extends Item { centre: BuyersCentre | null; again: number | null; status: string | null }

declare module "lunr";

declare module "*.css" { const text: string; export default text; }

declare module "fflate-itself" { export * from "fflate"; }
