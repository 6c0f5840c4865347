const mailAddress = /[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}(])/gu
/** "ada at example dot org", as people write it to be found by people only. */
const spelledAddress =
  /\b[\w.+-]{1,64}\s?[[({]\s?at\s?[\])}]\s?[\w-]{1,63}(?:\s?(?:[[({]\s?dot\s?[\])}]|\.)\s?\w{2,24}){1,4}/gi
/** With a country code, or grouped as numbers are dictated: other runs of digits in code are no phone numbers. */
const phoneNumber =
  /(?<![\w.+])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){1,4}|\(\d{3}\)[ .-]?\d{3}[ .-]\d{4}|\d{3}-\d{3}-\d{4}|0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,4})(?![\w.-]?\d)/g

/** A text without mail addresses and phone numbers of others. */
export function withoutPersonalData(text: string): string {
  return text
    .replace(mailAddress, '[email]')
    .replace(spelledAddress, '[email]')
    .replace(phoneNumber, (number) => (number.replace(/\D/g, '').length < 8 ? number : '[phone]'))
}
