import ArgumentParser
import CaseCore
import DutchMessages

/// How a deadline is to be set.
struct SettingOptions: ParsableArguments {
  @Option(help: .init("De sleutel van de werkstroom.", valueName: "werkstroom")) var workflow: String?

  @Option(
    name: .customLong("deadline"),
    help: .init(
      "De termijn: onderdeel/naam, of de naam van een van de casus zelf. Mag vaker. Zonder: alle, voor --calendar.",
      valueName: "termijn"
    )
  )
  var deadlines: [String] = []

  @Option(help: .init("Alleen voor casussen van deze regio.", valueName: "regio")) var region: String?
  @Option(name: .customLong("case-type"), help: .init("Alleen voor casussen van dit type.", valueName: "casustype"))
  var caseType: String?
  @Option(help: .init("Hoe lang zij is.", valueName: "duur")) var length: String?
  @Option(help: .init("Hoe zij telt: uren, kalender, werkdagen, atw of eu1182.", valueName: "soort")) var kind: String?

  @Option(
    name: .customLong("warn"),
    help: .init("Een waarschuwing vooraf: P14D:rol,rol. Mag vaker.", valueName: "duur:rollen")
  )
  var warnings: [NoticeArgument] = []

  @Option(
    name: .customLong("remind"),
    help: .init("Een herinnering daarna: P7D:rol,rol. Mag vaker.", valueName: "duur:rollen")
  )
  var reminders: [NoticeArgument] = []

  @Option(
    name: .customLong("notify"),
    help: .init("Een rol die bij de afloop bericht krijgt. Mag vaker.", valueName: "rol")
  )
  var roles: [String] = []

  @Flag(inversion: .prefixedNo, exclusivity: .exclusive, help: "Of de termijn er is.") var enabled: Bool?
  @Flag(help: "Neemt weg wat hier is ingesteld.") var clear = false

  /// By the members of a change in the API.
  static let names = [
    "werkstroom": "--workflow", "termijn": "--deadline", "regio": "--region", "casustype": "--case-type",
    "lengte": "--length", "soort": "--kind", "waarschuwingen": "--warn", "herinneringen": "--remind",
    "rollen": "--notify", "kalender": "--calendar", "actief": "--enabled",
  ]

  /// What cannot be meant is refused before anything is asked.
  /// - Throws: ``Failure``, in Dutch, as of a wrong command line.
  func requireMeaning(calendar: String?) throws {
    if workflow == nil, !deadlines.isEmpty || region != nil || caseType != nil || clear || setsSomething {
      throw Failure("Noem de werkstroom (--workflow) van de termijn.", code: 2)
    }
    if clear, setsSomething || workflow != nil && calendar != nil {
      throw Failure("--clear neemt weg wat hier is ingesteld: geef daarnaast geen waarde op.", code: 2)
    }
  }

  /// - Throws: all that is wrong with the options, in Dutch.
  func changes(calendar: String?, at service: Service) async throws -> [SettingsChange] {
    guard let workflow else { return [] }
    let setting = clear ? nil : try setting(calendar: calendar)
    return try await places(workflow, at: service).map { place in setting.map { .set(place, $0) } ?? .clear(place) }
  }

  private func setting(calendar: String?) throws -> DeadlineSetting {
    var faults: [String] = []
    let value = DeadlineSetting(
      length: length.flatMap { text in
        do throws(LengthError) { return try Length(iso8601: text) } catch {
          faults.append("--length: \(error.dutch)")
          return nil
        }
      },
      kind: kind.flatMap { text in
        let kind = DeadlineKind(rawValue: text)
        if kind == nil {
          let known = DeadlineKind.allCases.map(\.rawValue).joined(separator: ", ")
          faults.append("--kind: «\(text)» is geen soort termijn. Bekend zijn: \(known).")
        }
        return kind
      },
      warnings: warnings.isEmpty ? nil : warnings.map { .init(before: $0.length, roles: $0.roles) },
      roles: roles.isEmpty ? nil : roles,
      reminders: reminders.isEmpty ? nil : reminders.map { .init(after: $0.length, roles: $0.roles) },
      calendar: calendar,
      isOff: enabled.map { !$0 }
    )
    guard faults.isEmpty else { throw Failure(faults.joined(separator: "\n"), code: 2) }
    return value
  }

  /// Whether it says how a deadline is to be.
  private var setsSomething: Bool {
    length != nil || kind != nil || enabled != nil || !(warnings.isEmpty && reminders.isEmpty && roles.isEmpty)
  }

  private func places(_ workflow: String, at service: Service) async throws -> [SettingPlace] {
    let all = SettingPlace(workflow: workflow, region: region, caseType: caseType)
    guard !deadlines.isEmpty else { return [all] }
    let isNamedInFull = deadlines.allSatisfy { $0.contains("/") }
    let root = isNamedInFull ? "" : try await mainPart(of: workflow, at: service)
    return deadlines.map { deadline in
      let parts = deadline.split(separator: "/", maxSplits: 1).map(String.init)
      var place = all
      place.deadline = parts.count == 2 ? .init(parts[1], of: parts[0]) : .init(deadline, of: root)
      return place
    }
  }

  /// What stands for the case itself in the names of its deadlines.
  private func mainPart(of workflow: String, at service: Service) async throws -> String {
    let known = try await service.get(ServicePath.overview).list("werkstromen")
    guard let found = try known.first(where: { try $0.text("werkstroom") == workflow }) else {
      let keys = try known.map { try $0.text("werkstroom") }
      throw Failure("De werkstroom «\(workflow)» bestaat niet.\(Spelling.hint(workflow, in: keys))")
    }
    return try found.text("hoofdonderdeel")
  }
}

/// `P14D:gemeente,jurist`
struct NoticeArgument: ExpressibleByArgument {
  let length: Length
  let roles: [String]

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    // The parser says that the value is wrong, and shows the help with its form.
    guard parts.count == 2, let length = try? Length(iso8601: parts[0]) else { return nil }
    self.length = length
    roles = parts[1].split(separator: ",").map(String.init)
  }
}
