import ArgumentParser
import Commands
import Development
import Server

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Makes an access token for a local installation.",
    discussion: """
      Only for trying things out: no other service takes these tokens.

      Example: curl -H "Authorization: Bearer $(casusregie-dev token --local --oin 00000099000000000010 --role gemeente)" \\
        http://127.0.0.1:8080/v1/casussen
      """
  )

  @OptionGroup var options: SettingsOptions
  @Option(help: "The organisation acted for.") var oin: String
  @Option(name: .customLong("role"), help: "A role acted in; may be given several times.") var roles: [String]
  @Option(help: "Who acts.") var subject = "proefgebruiker"
  @Option(help: "For how many minutes it is valid.") var minutes = 60
  @Option(help: "At which level the person signed in, for commands that ask one.") var acr: String?
  @Option(
    help: .init(
      "Makes it one for commands over queues, for the holder of this key alone (RFC 7638).",
      valueName: "thumbprint"
    )
  )
  var boundTo: String?

  func run() async throws {
    try await reporting {
      let settings = try await options.read()
      let binding = boundTo.map { TokenBinding(audience: settings.identity.commandAudience, thumbprint: $0) }
      print(
        try await LocalTokens(settings).make(
          subject: subject,
          organisation: oin,
          roles: roles,
          minutes: minutes,
          acr: acr,
          binding: binding
        )
      )
    }
  }
}
