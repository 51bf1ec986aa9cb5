import { streamOf } from "./streams";

/** What is sold. Products come first, from the most to the least popular; then the lines that are no products. */
export interface Catalogue {
  readonly codes: readonly string[];
  /** As shown to a person; latin-1. */
  readonly descriptions: readonly string[];
  /** List price of one, hundredths. */
  readonly priceCents: Int32Array;
  /** A product by its popularity, from 32 random bits. */
  readonly pick: (bits: number) => number;
  /** Places of the lines that are no products. */
  readonly postage: number;
  readonly manual: number;
  readonly dotcomPostage: number;
  readonly bankCharges: number;
  readonly badDebt: number;
  /** Gift vouchers, one after the other; their descriptions hold a pound sign. */
  readonly vouchers: readonly number[];
}

const PRODUCTS = 4000;
/** Sets how much more the popular sell: 1 would be not at all. */
const POPULARITY = 1.6;

const LOOKS = (
  "WHITE|RED|PINK|BLUE|GREEN|IVORY|BLACK|SILVER|ANTIQUE SILVER|GOLD|CREAM|VINTAGE|RETROSPOT|RED RETROSPOT|REGENCY|" +
  "JUMBO|LARGE|SMALL|MINI|SET OF 3|SET OF 6|PACK OF 12|PACK OF 72|ASSORTED COLOUR|WOODEN|ENAMEL|GLASS|CERAMIC|FELTCRAFT|" +
  "PARTY|GARDEN|TRADITIONAL|ZINC|METAL|HANGING|FRENCH|CAF\u00c9|60 TEATIME|36 PENCILS|DOILY"
).split("|");
const THEMES = (
  "HEART|STAR|FLOWER|ROSE|STRAWBERRY|SPACEBOY|DOLLY GIRL|UNION JACK|POLKA DOT|PAISLEY|BUTTERFLY|BIRD|OWL|WOODLAND|APPLES|" +
  "LEAF|ALPHABET|CHRISTMAS|CIRCUS PARADE|SKULL|DOG|CAT|ELEPHANT|TROPICAL|KITCHEN|LAVENDER|BABUSHKA|POPPY'S|CHILLI|HOME SWEET HOME"
).split("|");
const THINGS = (
  "T-LIGHT HOLDER|LUNCH BAG|CAKE CASES|BUNTING|CAKESTAND 3 TIER|ORNAMENT|STORAGE BOX|HAND WARMER|HOT WATER BOTTLE|LANTERN|" +
  "MUG|JUMBO BAG|COAT HANGER|PHOTO FRAME|KEY RING|DOORMAT|WICKER BASKET|CUSHION COVER|TEA TOWEL|MEASURING TAPE|SIGN|CANDLE|" +
  "GIFT WRAP|NOTEBOOK|PLATE|BOWL|CUTLERY SET|WALL CLOCK|APRON|DECORATION"
).split("|");
/** What makes a reader of CSV earn its keep: commas, quotes, stray spaces. `#` stands for the plain description. */
const QUIRKS = [
  "#, TEA, COFFEE",
  '# "LEIS"',
  "# ",
  "#  LARGE",
  " #",
  "#.",
  '"LETTER" #, BLING',
  "#,MAGIC GARDEN",
];
const QUIRK_SHARE = 0.03;

/** The catalogue of the file with this seed: 4,000 products and the lines that are none. */
export function makeCatalogue(seed: number): Catalogue {
  const random = streamOf(seed, "catalogue");
  const codes: string[] = [];
  const descriptions: string[] = [];
  const prices: number[] = [];
  const add = (code: string, description: string, cents: number) => {
    prices.push(cents);
    codes.push(code);
    return descriptions.push(description) - 1;
  };

  const codeNumbers = random.sample(70_000, PRODUCTS);
  random.shuffle(codeNumbers);
  for (let i = 0; i < PRODUCTS; i++) {
    const letter = random.uniform() < 0.25 ? "ABCDEFGLNPS"[random.integer(11)] : "";
    const one = (words: readonly string[]) => words[random.integer(words.length)]!;
    const plain = `${one(LOOKS)} ${one(THEMES)} ${one(THINGS)}`;
    const description = random.uniform() < QUIRK_SHARE ? one(QUIRKS).replace("#", plain) : plain;
    // Lognormal with median 2.10, ended at .25, .65 and so on, as shops do.
    const cents = Math.round(Math.exp(random.normal() * 0.95) * 210);
    add(`${20_000 + codeNumbers[i]!}${letter}`, description, Math.max(19, 5 * Math.round(cents / 5)));
  }
  const rank = new Uint16Array(65_536);
  for (let i = 0; i < rank.length; i++) rank[i] = Math.floor(PRODUCTS * ((i + 0.5) / 65_536) ** POPULARITY);

  const postage = add("POST", "POSTAGE", 1800);
  const manual = add("M", "Manual", 1500);
  const dotcomPostage = add("DOT", "DOTCOM POSTAGE", 29_000);
  const bankCharges = add("BANK CHARGES", "Bank Charges", 1500);
  const badDebt = add("B", "Adjust bad debt", -1_106_206);
  const vouchers = [10, 20, 30, 40, 50].map((pounds) =>
    add(
      `gift_0001_${pounds}`,
      `Dotcomgiftshop Gift Voucher \u00a3${pounds}.00`,
      Math.round((pounds * 100) / 1.2),
    ),
  );
  return {
    codes,
    descriptions,
    priceCents: Int32Array.from(prices),
    pick: (bits) => rank[bits >>> 16]!,
    postage,
    manual,
    dotcomPostage,
    bankCharges,
    badDebt,
    vouchers,
  };
}
