#!/bin/sh
# Makes the recordings beside it: a rising tone of 3.5 seconds that comes and goes, 16 kHz, one channel.
# Needs sox 14.4 (with libopencore-amr) and ffmpeg 5.1.
set -e
cd "$(dirname "$0")"
run() { ffmpeg -v error -y "$@"; }
to() { run -i pcm.wav -fflags +bitexact -flags +bitexact "$@"; }
sox -D -n -r 16000 -c 1 -b 16 pcm.wav synth 3.5 sine 200:3000 tremolo 1 90 gain -12
sox -D pcm.wav -r 8000 narrow.amr-nb && mv narrow.amr-nb narrow.amr
to -c:a adpcm_ima_wav adpcm.wav
to -c:a pcm_u8 -ar 8000 -rf64 always rf64.wav
to -c:a pcm_u8 -ar 8000 -f wav - > piped.wav
to -c:a libmp3lame -q:a 7 -metadata title=水磨口述 -metadata artist=李兰芳 -metadata date=2026-06-02 vbr.mp3
to -c:a libmp3lame -q:a 7 -write_xing 0 -id3v2_version 0 vbr-no-xing.mp3
to -c:a libmp3lame -b:a 32k -ar 44100 -write_xing 0 cbr.mp3
to -c:a flac tone.flac
to -c:a libvorbis -q:a 0 vorbis.ogg
to -c:a libopus -b:a 16k opus.ogg
to -c:a aac -b:a 24k tone.m4a
to -c:a aac -b:a 24k -movflags +frag_keyframe+empty_moov -frag_duration 500000 fragments.m4a
to -c:a aac -b:a 24k -f adts tone.aac
to -c:a wmav2 -b:a 24k tone.wma
run -ss 1.5 -i tone.flac -c copy piece.flac
to -ar 8000 -c:a libmp3lame -b:a 16k mp3.wav
run -f lavfi -i testsrc=s=32x32:d=1 -fflags +bitexact -c:v mpeg4 silent-video.mp4
run -f lavfi -i testsrc=s=32x32:d=1 -i pcm.wav -shortest -fflags +bitexact -c:v mpeg4 -c:a aac -b:a 16k video.mp4
run -f lavfi -i testsrc=s=32x32:d=1 -fflags +bitexact -c:v libtheora video.ogg
# a tone whose pitch says the second: 200 Hz and 100 more each second; its frames are short and borrow far back
ffmpeg -loglevel error -y -f lavfi -i "aevalsrc='0.4*sin(2*PI*(200*t+50*t*t))':s=22050:d=30" -ac 1 -q:a 8 \
  -id3v2_version 3 -metadata title=试音 rising.mp3
