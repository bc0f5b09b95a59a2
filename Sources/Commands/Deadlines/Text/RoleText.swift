/// Roles by their labels, as in a calendar: `Gemeente, Politie`.
enum RoleText {
  static func list(_ roles: [Answer]) throws -> String {
    try roles.map { role in
      Terminal.line(try role.optionalText("omschrijving") ?? role.text("sleutel"))
    }.joined(separator: ", ")
  }
}
