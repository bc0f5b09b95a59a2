/// Easter Sunday of a year by the Gregorian computus, the algorithm printed anonymously in Nature in 1876.
///
/// It finds the first Sunday after the paschal full moon, the fourteenth day of the ecclesiastical lunar month that falls on
/// or after 21 March. Golden number, century and corrections of the lunar calendar are its only inputs.
func easterSunday(_ year: Int) -> CivilDate {
  let golden = year % 19
  let (century, yearOfCentury) = year.quotientAndRemainder(dividingBy: 100)
  let moonCorrection = (century - (century + 8) / 25 + 1) / 3
  let epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30
  let weekdayShift = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
  let correction = (golden + 11 * epact + 22 * weekdayShift) / 451
  let sum = epact + weekdayShift - 7 * correction + 114
  // Always a day between 22 March and 25 April.
  return CivilDate(year: year, month: sum / 31, day: sum % 31 + 1) ?? .max
}
