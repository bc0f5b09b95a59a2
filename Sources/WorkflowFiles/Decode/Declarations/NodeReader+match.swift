import CaseCore

extension NodeReader {
  /// The identity by which two cases about one person are found.
  /// - Parameter guards: about the case.
  func match(_ guards: GuardReader) -> IdentityMatch {
    let group = group([
      "command",
      "surname",
      "prefix",
      "given",
      "initials",
      "born",
      "while",
      "contact",
      "found",
      "ground",
      "unless",
      "ask",
    ])
    func name(_ key: String) -> String { group?.required(key)?.name() ?? "" }
    return IdentityMatch(
      command: name("command"),
      surname: name("surname"),
      prefix: name("prefix"),
      given: name("given"),
      initials: name("initials"),
      born: name("born"),
      states: group?.required("while")?.names() ?? [],
      contact: name("contact"),
      found: name("found"),
      ground: name("ground"),
      unless: group?.optional("unless").flatMap { guards.condition($0, command: nil) },
      ask: group?.optional("ask")?.outcome()
    )
  }
}
