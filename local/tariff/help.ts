/** What the command says of itself. */
export const HELP = `npm run tariff -- check FILE…           whether price lists have one reading, and what they say
npm run tariff -- bill FILE --from TIME --to TIME   what a stay costs
npm run tariff -- documents FILE…       price lists of one lot as the database stores them
npm run tariff -- COMMAND --help        more about one of them

How to write a price list: docs/tariffs.md`

export const COMMAND_HELP = {
  check: `npm run tariff -- check FILE…

Reads price lists. Says what is wrong with one, with the JSON path of each fault and what would be right; else prints it
in words, as customers read it.`,

  bill: `npm run tariff -- bill FILE --from TIME --to TIME [more]

  --from TIME, --to TIME   entry and exit: "2026-03-02 08:00" on the lot's clock, or 2026-03-02T08:00:00+08:00
  --class NAME             the vehicle's class; else the price list's defaultClass
  --coupon COUPON          minutes:60, percent:20, amount:7.50 or full; again for another one
  --paid TIME=AMOUNT       a payment before the exit, such as "2026-03-02 11:00=5.00"; again for another one
  --lost                   the ticket is lost
  --unplated               the car has no plate
  --chart FILE.svg         also draws the fee over the length of the stay

Prints the bill's lines, what is due, which coupons were not used and why, and what is doubtful.`,

  documents: `npm run tariff -- documents FILE…

Versions of one lot's price list. Prints a line of JSON for each, to be imported into the collection "tariffs", and last
the field "tariffs" of the lot's document.`,
} as const
