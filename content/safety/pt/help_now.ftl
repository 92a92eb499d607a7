# Ajuda agora. Aqui não há números: eles vêm apenas de helplines.csv e emergency.csv.
help-now-summary = Onde há ajuda, agora mesmo
help-now-country-summary = O país em que você está
help-now-title = Onde há ajuda
help-now-country-placeholder = Escolher outro país
help-now-own-country-placeholder = Escolher o seu país
help-now-directory-button = Encontrar uma linha perto de você
help-now-practice-button = Uma prática tranquila

help-now-heavy = Que bom que você está procurando ajuda. Você não precisa carregar isso sem apoio.
help-now-country = Se você está neste país ({ $country }):
help-now-local = Se houver perigo, ligue para o número de emergência local.
help-now-emergency-any = Se houver perigo, ligue { $number }.
help-now-emergency-ambulance = Se alguém estiver ferido, ligue { $number } para uma ambulância.
help-now-emergency-police = Se alguém puder machucar você, ligue { $number } para a polícia.
help-now-line-suicide = Para falar com alguém agora: { $name }, { $reach } ({ $hours }).
help-now-line-violence = Se alguém machuca ou controla você: { $name }, { $reach } ({ $hours }).
help-now-line-child = Para jovens: { $name }, { $reach } ({ $hours }).
help-now-line-general = Para qualquer dificuldade: { $name }, { $reach } ({ $hours }).
help-now-directory = Linhas de apoio na maioria dos países, por telefone, mensagem ou chat: { $address }.
help-now-program = Sou um programa e ninguém está lendo isto: fale com uma pessoa por lá. Para outro país: { $command } e o nome dele.
