/** Name under which robots.txt may address SAM. */
export const robotName = 'SAM-scraper'
