import CaseCore
import Testing

/// 5 May is a holiday of the Algemene termijnenwet every year, and not in lustrum years only. The years 2025 to 2028 are among the
/// vectors of article 1.
@Suite struct FifthOfMayTests {
  static let vectors = TermVector.table(
    .atw,
    "Algemene termijnenwet art. 1 lid 1 en art. 3 lid 1",
    [
      ("2020-04-21", "P2W", "2020-05-06", "5 May on a Tuesday"),
      ("2021-04-21", "P2W", "2021-05-06", "5 May on a Wednesday"),
      ("2022-04-21", "P2W", "2022-05-06", "5 May on a Thursday"),
      ("2023-04-21", "P2W", "2023-05-08", "5 May on a Friday: over the weekend"),
      ("2024-04-21", "P2W", "2024-05-06", "5 May on a Sunday"),
      ("2029-04-21", "P2W", "2029-05-07", "5 May on a Saturday"),
      ("2030-04-21", "P2W", "2030-05-06", "5 May on a Sunday"),
      ("2031-04-21", "P2W", "2031-05-06", "5 May on a Monday"),
      ("2032-04-21", "P2W", "2032-05-07", "5 May on a Wednesday, Hemelvaartsdag on the 6th"),
      ("2033-04-21", "P2W", "2033-05-06", "5 May on a Thursday"),
      ("2034-04-21", "P2W", "2034-05-08", "5 May on a Friday: over the weekend"),
      ("2035-04-21", "P2W", "2035-05-07", "5 May on a Saturday, two days after Hemelvaartsdag"),
      ("2036-04-21", "P2W", "2036-05-06", "5 May on a Monday"),
      ("2037-04-21", "P2W", "2037-05-06", "5 May on a Tuesday"),
      ("2038-04-21", "P2W", "2038-05-06", "5 May on a Wednesday"),
      ("2039-04-21", "P2W", "2039-05-06", "5 May on a Thursday"),
      ("2040-04-21", "P2W", "2040-05-07", "5 May on a Saturday"),
      ("2041-04-21", "P2W", "2041-05-06", "5 May on a Sunday"),
      ("2042-04-21", "P2W", "2042-05-06", "5 May on a Monday"),
      ("2043-04-21", "P2W", "2043-05-06", "5 May on a Tuesday, Hemelvaartsdag on the 7th"),
      ("2044-04-21", "P2W", "2044-05-06", "5 May on a Thursday"),
      ("2045-04-21", "P2W", "2045-05-08", "5 May on a Friday: over the weekend"),
      ("2046-04-21", "P2W", "2046-05-07", "5 May on a Saturday"),
      ("2047-04-21", "P2W", "2047-05-06", "5 May on a Sunday"),
      ("2048-04-21", "P2W", "2048-05-06", "5 May on a Tuesday"),
      ("2049-04-21", "P2W", "2049-05-06", "5 May on a Wednesday"),
      ("2050-04-21", "P2W", "2050-05-06", "5 May on a Thursday"),
    ]
  )

  @Test(arguments: vectors) func ends(_ vector: TermVector) throws { try vector.check() }
}
