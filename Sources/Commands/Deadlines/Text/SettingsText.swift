/// What is set (`Termijninstellingen`), and every deadline with what holds (`Termijnoverzicht`).
enum SettingsText {
  static func settings(_ answer: Answer) throws -> [String] {
    var lines = [
      "instelling \(try answer.number("revisie")), kalender \(Terminal.line(try answer.text("kalenderversie")))"
    ]
    lines += try answer.list("instellingen").map { setting in
      let since = try setting.number("sinds")
      return "  \(try SettingText.place(setting)): \(try SettingText.value(setting)) (instelling \(since))"
    }
    lines += try answer.list("kalenders").map { calendar in
      let days = try calendar.list("sluitingsdagen").map { day in
        "\(try day.text("datum")) (\(Terminal.line(try day.text("bron"))))"
      }
      return "  kalender \(Terminal.line(try calendar.text("naam"))): \(days.joined(separator: ", "))"
    }
    return lines
  }

  static func overview(_ answer: Answer) throws -> [String] {
    let revision = try answer.number("revisie")
    var lines: [String] = []
    for workflow in try answer.list("werkstromen") {
      let version = Terminal.line("\(try workflow.text("werkstroom")) \(try workflow.text("versie"))")
      lines.append("\(version), instelling \(revision)")
      lines += try workflow.list("termijnen").flatMap(deadline)
    }
    return lines
      + (try answer.texts("nietLeesbaar")).map { "\(Terminal.line($0)): de dienst kan deze werkstroom niet lezen" }
  }

  /// Two lines or more: what the workflow says, and what holds where.
  private static func deadline(_ deadline: Answer) throws -> [String] {
    let published = try deadline.part("gepubliceerd")
    let rows = try deadline.list("geldend")
    let name = Terminal.line("\(try SettingText.name(deadline))  «\(try deadline.text("omschrijving"))»")
    let places = try rows.map { row in
      let cases = [
        try row.optionalText("regio").map { "regio \($0)" },
        try row.optionalText("casustype").map { "casustype \($0)" },
      ].compactMap(\.self)
      let whose = cases.isEmpty ? (rows.count > 1 ? "overal elders" : "overal") : cases.joined(separator: ", ")
      let value = try row.part("waarde")
      return "    geldt \(whose): \(value == published ? "zoals de werkstroom" : try SettingText.value(value))"
    }
    return ["  \(name)", "    werkstroom: \(try SettingText.value(published))"] + places
  }
}
