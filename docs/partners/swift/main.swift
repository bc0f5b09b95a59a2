import Foundation
import JOSE
import StrictJSON

let usage = """
  partner-client FOLDER keys | thumbprint | again | ask ADDRESS | listen [--until ID] [--patience SECONDS]
  partner-client FOLDER send COMMAND.json [--case ID] [--revision N] [--after ID]
  The token of who gives commands, also again, comes from $TOKEN.
  """
let arguments = CommandLine.arguments.dropFirst()
let words = Array(arguments.prefix { !$0.hasPrefix("--") })
let folder = URL(filePath: words.first ?? ".")

func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

func option(_ name: String) -> String? { zip(arguments, arguments.dropFirst()).first { $0.0 == name }?.1 }

do {
  switch words.dropFirst().first {
  case "keys": try PartnerKeys(folder: folder).make()
  case "thumbprint": print(try PartnerKeys(folder: folder).own(.signature).first?.key.thumbprint ?? "")
  case "send" where words.count == 3:
    let client = try PartnerClient(folder: folder)
    let command = try JSONReader.read(Array(Data(contentsOf: URL(filePath: words[2]))))
    let revision = option("--revision").flatMap(Int64.init)
    print(try await client.give(command, case: option("--case"), revision: revision, after: option("--after")))
  case "ask" where words.count == 3: print(try await PartnerClient(folder: folder).ask(words[2]))
  case "again": try await PartnerClient(folder: folder).giveAgain()
  case "listen":
    let client = try PartnerClient(folder: folder)
    try await client.listen(patience: option("--patience").flatMap(Double.init) ?? 300) { event in
      // Of an event there is only where to look; of one whose case or content is gone (nl.casusregie.vervallen) not even that.
      let said = try event["datacontenttype"] == "application/jose" ? client.answer(event) : event["dataref"]
      let command = event["causationid"] ?? .null
      print(JSON.object(["type": event["type"], "command": command, "says": said ?? .null]).text)
      return command != .null && command.string == option("--until")
    }
  default: throw PartnerClient.Fault(description: usage)
  }
} catch {
  say((error as? PartnerClient.Fault)?.description ?? "\(error)")
  exit(1)
}
