import ArgumentParser
import CaseCore
import CaseStore
import Server

extension DeadlineCommand {
  struct Propose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Proposes to set a deadline, a closure day or a decreed day differently.",
      discussion: """
        Nothing changes yet: look at what it does with «deadline plan», and let another administrator approve it. What is
        not named stays as it is now for these cases. Lengths are written as in a workflow: P5D, P6W, P3M, P1Y, PT72H.

        One proposal can have several changes: a deadline and days, several --deadline of which the same is set, or any number
        from a file with --changes, a list in the words of the API (openapi.yaml, Termijnwijziging). They are approved together.

        Example: casusregie deadline propose --local --workflow pga-radicalisering --deadline casus/geen-ontwikkeling \\
          --region oost --length P2M --reason "Afspraak stuurgroep 12 november"
        Example: casusregie deadline propose --local --calendar oost --close 2027-12-24 \\
          --source "Besluit gemeentesecretaris 2026-114" --reason "Gesloten voor Kerstmis"
        """
    )

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var change: SettingOptions
    @OptionGroup var days: DayOptions
    @Option(name: .customLong("changes"), help: "A JSON file with more changes, as «wijzigingen» of the API.")
    var changesFile: String?
    @Option(help: "Why: it stays on record.") var reason: String

    func run() async throws {
      try await reporting {
        let administration = try Administration(await settings.read())
        let person = try await actor.actor(in: administration)
        var changes = try changesFile.map(Administration.changes) ?? []
        changes += try await change.changes(calendar: days.calendar, in: administration) + days.changes()
        let desk = try await administration.desk()
        let proposal = try await desk.propose(changes, reason: reason, by: person)
        print("voorstel \(proposal.number)")
        let text = try await ProposalText(proposal, desk.configuration(), in: administration)
        for line in text.lines { print("  \(line)") }
        print("Bekijk wat het doet: casusregie deadline plan \(proposal.number)")
      }
    }
  }
}

/// How a deadline is to be set.
struct SettingOptions: ParsableArguments {
  @Option(help: "The key of the workflow.") var workflow: String?

  @Option(
    name: .customLong("deadline"),
    help:
      "The deadline: machine/name, or the name of one of the case itself. Repeatable. Without it: all, for --calendar."
  )
  var deadlines: [String] = []

  @Option(help: "Only for cases of this region.") var region: String?
  @Option(name: .customLong("case-type"), help: "Only for cases of this type.") var caseType: String?
  @Option(help: "How long it is.") var length: String?
  @Option(help: "How it is counted: uren, kalender, werkdagen, atw or eu1182.") var kind: String?

  @Option(name: .customLong("warn"), help: "A warning before: P14D:role,role. May be given several times.")
  var warnings: [NoticeArgument] = []

  @Option(name: .customLong("remind"), help: "A reminder after: P7D:role,role. May be given several times.")
  var reminders: [NoticeArgument] = []

  @Option(name: .customLong("notify"), help: "A role that is told when it expires. May be given several times.")
  var roles: [String] = []

  @Flag(inversion: .prefixedNo, help: "Whether the deadline runs at all.") var enabled: Bool?
  @Flag(help: "Takes away what was set here.") var clear = false

  /// - Throws: all that is wrong with the options, in Dutch.
  func changes(calendar: String?, in administration: Administration) async throws -> [ConfigurationChange] {
    guard let workflow else {
      guard deadlines.isEmpty, region == nil, caseType == nil, !clear, !setsSomething else {
        throw Failure("Noem de werkstroom (--workflow) van de termijn.", code: 2)
      }
      return []
    }
    let places = try await places(workflow, in: administration)
    if clear {
      guard !setsSomething, calendar == nil else {
        throw Failure("--clear neemt weg wat hier is ingesteld: geef daarnaast geen waarde op.", code: 2)
      }
      return places.map { .clear($0) }
    }
    var faults: [String] = []
    let value = DeadlineSetting(
      length: length.flatMap { text in
        do throws(LengthError) { return try Length(iso8601: text) } catch {
          faults.append("--length: \(error)")
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
    guard faults.isEmpty else { throw Failure(faults.joined(separator: "\n")) }
    return places.map { .set($0, value) }
  }

  /// Whether it says how a deadline is to be.
  private var setsSomething: Bool {
    length != nil || kind != nil || enabled != nil || !(warnings.isEmpty && reminders.isEmpty && roles.isEmpty)
  }

  private func places(_ workflow: String, in administration: Administration) async throws -> [SettingPlace] {
    let all = SettingPlace(workflow: workflow, region: region, caseType: caseType)
    guard !deadlines.isEmpty else { return [all] }
    let root = try await deadlines.allSatisfy { $0.contains("/") } ? "" : administration.workflow(workflow).root
    return deadlines.map { deadline in
      let parts = deadline.split(separator: "/", maxSplits: 1).map(String.init)
      var place = all
      place.deadline = parts.count == 2 ? .init(parts[1], of: parts[0]) : .init(deadline, of: root)
      return place
    }
  }
}

/// `P14D:gemeente,politie`
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

/// Days that are set differently.
struct DayOptions: ParsableArguments {
  @Option(help: "The calendar: of closure days, or by which the deadline is counted.") var calendar: String?

  @Option(name: .customLong("close"), help: "A day on which the users of the calendar are closed. Repeatable.")
  var closed: [String] = []

  @Option(name: .customLong("open"), help: "A closure day that is to be none. Repeatable.") var opened: [String] = []

  @Option(name: .customLong("equate"), help: "A day that a royal decree equates with a holiday. Repeatable.")
  var equated: [String] = []

  @Option(name: .customLong("unequate"), help: "A day that no decree equates with a holiday any more. Repeatable.")
  var unequated: [String] = []

  @Option(help: "The decision or decree in which the days stand.") var source = ""

  @Option(name: .customLong("decrees-known"), help: "A year of which all decreed days are known. Repeatable.")
  var years: [Int] = []

  @Option(name: .customLong("decrees-unknown"), help: "A year of which they are not known after all. Repeatable.")
  var openYears: [Int] = []

  /// - Throws: all that is wrong with the options, in Dutch.
  func changes() throws -> [ConfigurationChange] {
    var faults: [String] = []
    func dates(_ texts: [String]) -> [CivilDate] {
      texts.compactMap { text in
        do throws(TimeFormatError) { return try CivilDate(iso8601: text) } catch {
          faults.append("\(error)")
          return nil
        }
      }
    }
    let (closed, opened) = (dates(closed), dates(opened))
    let (equated, unequated) = (dates(equated), dates(unequated))
    if calendar == nil, !(closed + opened).isEmpty {
      faults.append("Noem de kalender (--calendar) van de sluitingsdag.")
    }
    guard faults.isEmpty else { throw Failure(faults.joined(separator: "\n")) }
    return closed.map { .close(calendar: calendar ?? "", $0, source: source) }
      + opened.map { .open(calendar: calendar ?? "", $0) }
      + equated.map { .equate($0, source: source) } + unequated.map { .unequate($0) }
      + years.map { .decreesKnown(year: $0) } + openYears.map { .decreesUnknown(year: $0) }
  }
}
