public import CaseCore
public import OrderedCollections

extension Scenario {
  /// Reads a scenario.
  ///
  /// - Parameters:
  ///   - text: the content of the file, YAML.
  ///   - name: names the file in the faults.
  ///   - organisations: those that it can name besides its own.
  ///   - base: returns the scenario with this name, for one that continues from it; `nil` when there is none.
  /// - Throws: every fault at once.
  public init(
    _ text: String,
    name: String,
    organisations: OrderedDictionary<String, Organisation> = [:],
    base: (String) throws(WorkflowFileError) -> Scenario? = { (_) throws(WorkflowFileError) in nil }
  ) throws(WorkflowFileError) {
    let log = FaultLog(file: name)
    guard let root = YamlTree.read(text, log: log) else { throw log.error }
    let group = NodeReader(root: root, log: log).group(["scenario", "from", "cases", "organisations", "steps"])
    let before = try group?.optional("from")?.scenario(base)
    let own = group?.optional("organisations")?.organisations() ?? [:]
    let known = organisations.merging(before?.organisations ?? [:]) { _, later in later }
    let all = known.merging(own) { _, own in own }
    let cases = CaseNames(names: group?.optional("cases")?.cases(after: before?.cases ?? []) ?? before?.cases ?? [])
    let readers = group?.required("steps")?.items() ?? []
    let steps = readers.map { StepReader(file: name, organisations: all, cases: cases).step($0) }
    self.init(
      file: name,
      label: group?.required("scenario")?.text() ?? "",
      organisations: all,
      cases: cases.names,
      steps: (before?.steps ?? []).map { $0.named(cases.first) } + steps
    )
    for name in cases.names where log.isEmpty && !self.steps.contains(where: { $0.caseName == name }) {
      group?.optional("cases")?.fault("De zaak «\(name)» komt in geen stap voor.")
    }
    // A moment that could not be read was reported already.
    if log.isEmpty, let first = self.steps.first, first.moment.isRelative {
      readers.first?.fault("De eerste stap van een scenario heeft een moment: «at».")
    }
    guard log.isEmpty else { throw log.error }
  }

  /// Reads a file that declares organisations for several scenarios.
  public static func organisations(
    _ text: String,
    name: String
  ) throws(WorkflowFileError) -> OrderedDictionary<String, Organisation> {
    let log = FaultLog(file: name)
    guard let root = YamlTree.read(text, log: log) else { throw log.error }
    let group = NodeReader(root: root, log: log).group(["organisations"])
    let organisations = group?.required("organisations")?.organisations() ?? [:]
    guard log.isEmpty else { throw log.error }
    return organisations
  }
}

extension Scenario.Step {
  /// A step of a story of one case is about the first of the story that goes on from it.
  fileprivate func named(_ first: String) -> Self {
    guard caseName.isEmpty else { return self }
    var step = self
    step.caseName = first
    return step
  }
}

extension Scenario.Moment {
  fileprivate var isRelative: Bool { if case .at = self { false } else { true } }
}

extension NodeReader {
  fileprivate func scenario(
    _ base: (String) throws(WorkflowFileError) -> Scenario?
  ) throws(WorkflowFileError) -> Scenario? {
    guard let name = name() else { return nil }
    if let scenario = try base(name) { return scenario }
    fault("Het scenario «\(name)» bestaat niet, of het begint met zichzelf.")
    return nil
  }

  /// The names of the cases, those of the scenario before first.
  fileprivate func cases(after before: [String]) -> [String] {
    var cases = before
    for reader in items() {
      guard let name = reader.name() else { continue }
      if cases.contains(name) {
        reader.fault("De zaak «\(name)» staat er al.")
      } else {
        cases.append(name)
      }
    }
    return cases
  }

  /// Of each condition of taking part that is named, the last day on which it is met.
  private func dates() -> [String: CivilDate] {
    dictionary { $0.date() }.reduce(into: [:]) { found, pair in if let day = pair.value { found[pair.key] = day } }
  }

  fileprivate func organisations() -> OrderedDictionary<String, Organisation> {
    dictionary { reader in
      let group = reader.group(["number", "name", "region", "roles", "conditions"])
      return Organisation(
        number: group?.required("number")?.text() ?? "",
        name: group?.required("name")?.text() ?? "",
        region: group?.required("region")?.name() ?? "",
        roles: Set(group?.required("roles")?.names() ?? []),
        conditions: group?.optional("conditions")?.dates() ?? [:]
      )
    }
  }
}
