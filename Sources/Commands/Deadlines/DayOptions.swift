import ArgumentParser
import CaseCore
import DutchMessages

/// Days that are set differently.
struct DayOptions: ParsableArguments {
  @Option(help: .init("De kalender: van sluitingsdagen, of waarmee de termijn telt.", valueName: "kalender"))
  var calendar: String?

  @Option(
    name: .customLong("close"),
    help: .init("Een dag waarop wie met de kalender telt, gesloten is. Mag vaker.", valueName: "datum")
  )
  var closed: [String] = []

  @Option(
    name: .customLong("open"),
    help: .init("Een sluitingsdag die er geen meer is. Mag vaker.", valueName: "datum")
  )
  var opened: [String] = []

  @Option(
    name: .customLong("equate"),
    help: .init("Een dag die bij koninklijk besluit met een feestdag is gelijkgesteld. Mag vaker.", valueName: "datum")
  )
  var equated: [String] = []

  @Option(
    name: .customLong("unequate"),
    help: .init("Een dag die niet meer met een feestdag is gelijkgesteld. Mag vaker.", valueName: "datum")
  )
  var unequated: [String] = []

  @Option(help: .init("Het besluit waarin de dagen staan.", valueName: "bron")) var source = ""

  @Option(
    name: .customLong("decrees-known"),
    help: .init("Een jaar waarvan alle gelijkgestelde dagen bekend zijn. Mag vaker.", valueName: "jaar")
  )
  var years: [Int] = []

  @Option(
    name: .customLong("decrees-unknown"),
    help: .init("Een jaar waarvan zij toch niet alle bekend zijn. Mag vaker.", valueName: "jaar")
  )
  var openYears: [Int] = []

  /// - Throws: all that is wrong with the options, in Dutch.
  func changes() throws -> [SettingsChange] {
    var faults: [String] = []
    func dates(_ texts: [String]) -> [CivilDate] {
      texts.compactMap { text in
        do throws(TimeFormatError) { return try CivilDate(iso8601: text) } catch {
          faults.append(error.dutch)
          return nil
        }
      }
    }
    let (closed, opened) = (dates(closed), dates(opened))
    let (equated, unequated) = (dates(equated), dates(unequated))
    if calendar == nil, !(closed + opened).isEmpty {
      faults.append("Noem de kalender (--calendar) van de sluitingsdag.")
    }
    if source.isEmpty, !(closed + equated).isEmpty { faults.append("Noem het besluit (--source) waarin de dag staat.") }
    guard faults.isEmpty else { throw Failure(faults.joined(separator: "\n"), code: 2) }
    return closed.map { .close(calendar: calendar ?? "", $0, source: source) }
      + opened.map { .open(calendar: calendar ?? "", $0) }
      + equated.map { .equate($0, source: source) } + unequated.map { .unequate($0) }
      + years.map { .decreesKnown(year: $0) } + openYears.map { .decreesUnknown(year: $0) }
  }
}
