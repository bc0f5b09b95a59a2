extension WorkCalendar {
  /// The days equated by royal decree that were published when this was written. Of 2020 to 2022 not every day could be
  /// established, so those years are not in ``completeYears``; from 2029 on there is no decree yet.
  public static let standard = WorkCalendar(
    version: "nl-2026-1",
    equatedDays: decree(
      "gelijkstellingsbesluit 2017-2019 (BWBR0038666)",
      [
        (2017, 4, 28), (2017, 5, 26), (2018, 5, 11), (2018, 12, 24), (2018, 12, 31), (2019, 5, 31), (2019, 12, 27),
      ]
    )
      + decree("gelijkstellingsbesluit 2020-2022, onvolledig", [(2022, 5, 27)])
      + decree(
        "gelijkstellingsbesluit 2023-2025",
        [
          (2023, 4, 28), (2023, 5, 19), (2024, 5, 10), (2024, 12, 27), (2025, 5, 30),
        ]
      )
      + decree(
        "gelijkstellingsbesluit 2026-2028",
        [
          (2026, 1, 2), (2026, 5, 15), (2027, 5, 7), (2028, 4, 28), (2028, 5, 26),
        ]
      ),
    completeYears: Array(2017...2019) + Array(2023...2028)
  )

  private static func decree(_ source: String, _ days: [(year: Int, month: Int, day: Int)]) -> [SpecialDay] {
    days.compactMap { day in
      CivilDate(year: day.year, month: day.month, day: day.day).map { SpecialDay(date: $0, source: source) }
    }
  }
}
