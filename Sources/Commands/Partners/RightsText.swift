import StrictJSON

/// A proposal (`Beheervoorstel`) and its plan, as lines of text in English.
enum RightsText {
  static func proposal(_ proposal: Answer) throws -> [String] {
    let standing = try proposal.text("stand")
    let confirmed = standing == doneAtOnce ? ", confirmed" : ""
    let asks = try proposal.optionalFlag("teBevestigen") == true ? ", not confirmed by a second person" : ""
    let settled =
      try proposal.optionalPart("afgedaanDoor").map { "\(confirmed) by \(Terminal.line(try $0.text("persoon")))" }
      ?? asks
    let end =
      try proposal.optionalText("geldigTot").map { ", to be carried out before \(MomentText.dateOrMoment($0))" } ?? ""
    let why = try proposal.optionalText("afwijzingsreden").map { ": \(Terminal.line($0))" } ?? ""
    let by = Terminal.line(try proposal.part("voorgesteldDoor").text("persoon"))
    let at = MomentText.dateOrMoment(try proposal.text("voorgesteldTijdstip"))
    return [
      "proposal \(try proposal.number("nummer")): \(standings[standing] ?? Terminal.line(standing))\(settled)\(why)\(end)",
      "  \(try change(proposal.part("wijziging")))",
      "  by \(by), \(at): \(Terminal.line(try proposal.text("reden")))",
    ]
  }

  static func plan(_ plan: Answer) throws -> [String] {
    let reach = try plan.part("bereik")
    if try plan.part("wijziging").text("soort") == keyring {
      return [try change(plan.part("wijziging")), "plan \(try plan.text("plan"))"]
    }
    if try plan.part("wijziging").optionalText("werkstroom") != nil {
      return [
        try change(plan.part("wijziging")), "reach", "  \(try reach.number("casussen")) cases",
        "plan \(try plan.text("plan"))\(try plan.flag("goedgekeurd") ? "  (approved)" : "")",
      ]
    }
    let (cases, inRegion) = (try reach.number("casussen"), try reach.number("casussenInRegio"))
    var lines = try ["now"] + facts(plan.optionalPart("nu")) + ["then"] + facts(plan.optionalPart("straks"))
    lines.append("reach")
    lines.append("  it may read something of \(cases) cases now; the region has \(inRegion)")
    lines.append("  \(try reach.number("wachtendeBerichten")) events wait for it")
    if case .object? = plan.json["opvolger"] {
      lines.insert(contentsOf: ["successor"] + (try facts(plan.optionalPart("opvolger"))), at: lines.count - 3)
      let (all, shared) = (try reach.number("bekendeCasussen"), try reach.number("gedeeldeCasussen"))
      lines.append(
        "  \(all) cases go over, ended and destroyed ones too; its successor knows \(shared) of them already"
      )
      lines.append("  \(try reach.number("teBevestigen")) events to acknowledge go over")
    }
    if case .object? = plan.json["gemachtigde"] {
      lines.insert(contentsOf: ["agent"] + (try facts(plan.optionalPart("gemachtigde"))), at: lines.count - 3)
    }
    let asking = words[try plan.part("wijziging").text("soort")] ?? "new "
    for role in try reach.list("rollen") {
      let workflow = "\(try role.text("werkstroom")) \(try role.text("versie"))"
      lines.append("  \(asking)role \(Terminal.line(try role.text("rol"))) in \(workflow): \(try role.text("toegang"))")
    }
    return lines + ["plan \(try plan.text("plan"))\(try plan.flag("goedgekeurd") ? "  (approved)" : "")"]
  }

  /// The command that carries a proposal out.
  static func command(of proposal: Answer) throws -> String {
    let change = try proposal.part("wijziging")
    if try change.optionalText("werkstroom") != nil { return try workflowCommand(of: change) }
    let command = "partner \(commands[try change.text("soort")] ?? "add") --proposal \(try proposal.number("nummer"))"
    guard let successor = try change.optionalText("opvolger") else { return command }
    return "\(command) --from \(Terminal.line(try change.text("organisatie"))) --into \(Terminal.line(successor))"
  }

  /// It finds the proposal itself.
  private static func workflowCommand(of change: Answer) throws -> String {
    guard let from = try change.optionalText("vanVersie") else {
      return "workflow publish with the folder of the workflow"
    }
    let versions = "--from \(Terminal.line(from)) --to \(Terminal.line(try change.text("versie")))"
    return
      "workflow upgrade \(Terminal.line(try change.text("werkstroom"))) \(versions) --plan with the plan of workflow plan"
  }

  /// The word of the API for what one person did at once.
  static let doneAtOnce = "vastgelegd"

  private static let standings = [
    "goedgekeurd": "approved", "afgewezen": "rejected", "ingetrokken": "withdrawn", "uitgevoerd": "carried out",
    "vervallen": "approved too long ago", doneAtOnce: "done at once",
  ]

  private static let commands = [
    "inschrijven": "add", "wijzigen": "change", "sleutels": "keys", "hervatten": "resume", "verwijderen": "remove",
    "samenvoegen": "merge", "voorwaarde": "condition",
    "mandaat": "mandate",
  ]

  /// What a plan says of roles, by the word of the API for what is proposed.
  private static let words = ["voorwaarde": "asked by ", "mandaat": "acts in "]

  private static let kinds = [
    "inschrijven": "enter or change", "sleutels": "keys of", "hervatten": "let in again", "verwijderen": "remove",
    "samenvoegen": "merge", "afsluiten": "shut out", "gebruiker-beeindigen": "end the former user of",
    "voorwaarde": "condition of taking part met by", "mandaat": "mandate of",
    "mandaat-beeindigen": "end the mandate of",
    keyring: "the keyring has the keys",
  ]

  private static func change(_ change: Answer) throws -> String {
    let kind = try change.text("soort")
    if let workflow = try change.optionalText("werkstroom") { return try version(change, of: workflow) }
    if kind == keyring { return try keyringText(change) }
    var words = [kinds[kind] ?? Terminal.line(kind), Terminal.line(try change.text("organisatie"))]
    if let successor = try change.optionalText("opvolger") { words.append("into \(Terminal.line(successor))") }
    if let mandate = try change.optionalPart("mandaat") {
      let roles = try mandate.texts("rollen").map(Terminal.line).joined(separator: ",")
      let (agent, workflow) = (
        Terminal.line(try mandate.text("gemachtigde")), Terminal.line(try mandate.text("werkstroom"))
      )
      words.append("to \(agent) as \(roles) in \(workflow)")
      words.append("from \(try mandate.text("vanaf")) until \(try mandate.text("geldigTot"))")
    }
    if let condition = try change.optionalText("voorwaarde") {
      words.append("\(Terminal.line(condition)) until \(try change.text("geldigTot"))")
    }
    if let name = try change.optionalText("naam") { words.append(Terminal.line(name)) }
    if let region = try change.optionalText("regio") { words.append("region \(Terminal.line(region))") }
    if let roles = change.json["rollen"]?.items?.compactMap(\.string), !roles.isEmpty {
      words.append("roles \(roles.map(Terminal.line).joined(separator: ","))")
    }
    if try change.optionalFlag("ondanksCasussen") == true { words.append("despite cases") }
    if try change.optionalFlag("ondanksBerichten") == true { words.append("despite messages") }
    return words.joined(separator: "  ")
  }

  private static let keyring = "sleutelbos"

  private static func keyringText(_ change: Answer) throws -> String {
    let names = try change.list("sleutels").map { key in
      let use = try key.flag("huidig") ? " (wraps new cases)" : ""
      return "\(Terminal.line(try key.text("naam")))\(use)"
    }
    return "\(kinds[keyring] ?? keyring)  \(names.joined(separator: ", "))"
  }

  /// A version of a workflow that is published, or that cases go over to.
  private static func version(_ change: Answer, of workflow: String) throws -> String {
    let key = Terminal.line(workflow)
    let version = "\(key) \(Terminal.line(try change.text("versie")))  sha256:\(try change.text("sha256"))"
    guard let from = try change.optionalText("vanVersie") else { return "publish  \(version)" }
    let names = try change.list("namen").map { name in
      let machine = try name.optionalText("machine").map { "\(Terminal.line($0))/" } ?? ""
      return "\(machine)\(Terminal.line(try name.text("oud")))=\(Terminal.line(try name.text("nieuw")))"
    }
    let renamed = names.isEmpty ? "" : "  states \(names.joined(separator: ","))"
    return "move the cases of \(key) \(Terminal.line(from)) to  \(version)\(renamed)"
  }

  private static func facts(_ facts: Answer?) throws -> [String] {
    guard let facts else { return ["  takes no part"] }
    func list(_ name: String) throws -> String {
      let texts = try facts.texts(name).map(Terminal.line)
      return texts.isEmpty ? "nothing" : texts.joined(separator: ", ")
    }
    let state = try facts.flag("afgesloten") ? "  (suspended)" : ""
    var lines = [
      "  \(Terminal.line(try facts.text("naam")))  region \(Terminal.line(try facts.text("regio")))  roles \(try list("rollen"))\(state)",
      "  users \(try list("gebruikers")): read \(try list("leest")), write to \(try facts.optionalText("schrijft") ?? "nothing")",
    ]
    for condition in try facts.list("voorwaarden") {
      lines.append(
        "  condition \(Terminal.line(try condition.text("voorwaarde"))) until \(try condition.text("geldigTot"))"
      )
    }
    for key in try facts.list("sleutels") {
      lines.append("  key \(Terminal.line(try key.text("sleutel")))  \(try key.text("vingerafdruk"))")
    }
    return lines
  }
}
