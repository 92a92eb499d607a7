# O que Ajar responde quando as palavras soam a perigo: só a quem escreve, em seis linhas no máximo.
# Aqui não há números: eles vêm apenas de helplines.csv e emergency.csv. Sem método, sem detalhe, sem promessa.
safety-summary = Algumas palavras de Ajar

safety-heavy-self = Isso parece muito pesado. É bom que você tenha posto em palavras.
safety-heavy-other = Ter medo por alguém pesa muito. Se for seguro para você, fique ao lado dessa pessoa até a ajuda chegar.
safety-heavy-violence = O que você conta dá medo, e não é culpa sua.
safety-device = Primeiro: é seguro usar este aparelho? Se alguém puder olhar, aperte Fechar e use outro.
safety-program = Sou um programa automático e ninguém está lendo isto. Fale com uma pessoa, agora se puder.

# O país vem sempre antes dos seus números.
safety-emergency-any = Se você está neste país ({ $country }): se houver perigo, ligue { $number }.
safety-emergency-both = Se você está neste país ({ $country }): se houver perigo, ligue { $ambulance } para uma ambulância ou { $police } para a polícia.
safety-emergency-ambulance = Se você está neste país ({ $country }): se houver perigo, ligue { $number } para uma ambulância, ou o número de emergência local.
safety-emergency-police = Se você está neste país ({ $country }): se houver perigo, ligue { $number } para a polícia, ou o número de emergência local.
safety-emergency-none = Se você está neste país ({ $country }): se houver perigo, ligue para o número de emergência local.
safety-emergency-local = Se houver perigo, ligue para o número de emergência local.
safety-line = { $name }: { $reach } ({ $hours })
safety-directory = Linhas de apoio na maioria dos países, por telefone, mensagem ou chat: { $address }

# Duas linhas, quando nada é certo ou a resposta inteira saiu há menos de uma hora.
safety-soft-self-1 = Isso parece difícil de carregar. Sou um programa e ninguém lê isto, mas você não precisa passar por isso sem apoio.
safety-soft-self-2 = Se ajudar: aqui há pessoas que escutam, e alguns jeitos pequenos de atravessar este momento.
safety-soft-other-1 = Dá para sentir o quanto essa pessoa importa para você. Sou um programa e ninguém lê isto.
safety-soft-other-2 = Você não precisa carregar isso sem ajuda. Aqui há quem escute, a essa pessoa e a você.
safety-soft-violence-1 = O que acontece com você importa, e não é culpa sua. Sou um programa e ninguém lê isto.
safety-soft-violence-2 = Se for seguro usar este aparelho, aqui há pessoas que podem ajudar.

# Baixo mais de uma vez. Sem alarme.
safety-offer-low-1 = Já foi pesado mais de uma vez. É bom que você volte a olhar para isso aqui.
safety-offer-low-2 = Se quiser companhia, aqui estão alguns caminhos. Todos podem esperar.
safety-offer-away-1 = Quando nos afastam muitas e muitas vezes, isso cansa qualquer pessoa. Não é uma falha sua.
safety-offer-away-2 = Para algumas pessoas faz bem conversar com um profissional. É só uma ideia, para quando quiser.

safety-now-button = Onde há ajuda
safety-trust-button = Alguém de confiança
safety-practice-button = Uma prática tranquila
safety-notes-button = Minhas notas de segurança
safety-not-meant-button = Não foi isso que eu quis dizer
safety-close-button = Fechar
safety-closed = Tudo bem. Nada disto fica guardado. Estou aqui quando você quiser.

# Em volta do que a pessoa estava fazendo.
safety-go-on = O que você começou continua aí: { $command }.
safety-late = Ainda estou guardando o que você escreveu. Caso não dê certo, aqui estão as suas palavras, para que nenhuma se perca:
safety-words-back = Aqui estão as suas palavras, para que nenhuma se perca:
safety-not-public = Não levei isto ao grupo. Só você pode ver. Você pode dizer de outro jeito. Aqui estão as suas palavras, para que nenhuma se perca:

# Uma pequena prática, para línguas que ainda não têm outras.
safety-practice-title = Um minuto tranquilo
safety-practice-1 = Ponha os dois pés no chão e sinta o que sustenta você.
safety-practice-2 = Solte o ar devagar, um pouco mais longo do que ao puxar. Cinco vezes.
safety-practice-3 = Olhe em volta e diga o nome de cinco coisas que você vê.
safety-practice-avoid = Se respirar assim deixar mais difícil, pare e fique com o que você vê.
